// Extensions register themselves on the global: it is set in a module of its own, loaded before theirs.
import htmx from "htmx.org";

window.htmx = htmx;
