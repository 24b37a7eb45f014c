"""Open311 GeoReport v2: other systems file requests and follow them, in XML and JSON.

The standard: https://wiki.open311.org/GeoReport_v2/. Where it leaves room, this is what we do:

- Without a key one sees what residents filed (Open311 and the public site), its text and address
  masked, its point rounded to some 100 m. A key with `reports.read` sees every report in full;
  names and telephones of senders are given to nobody.
- A request is `closed` once nothing that it became is still going on.
- Pictures that clients name by `media_url` are not fetched; their address is kept in the text.
"""
