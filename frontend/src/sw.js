// The service worker of the workbench.
import { clientsClaim } from "workbox-core";

clientsClaim();
