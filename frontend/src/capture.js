// The reporting page on the phone.
