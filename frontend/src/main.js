// The workbench's shell. Every page loads it; a page without it still reads and posts.
import "./css/main.css";
import "./shell/htmx.js";
import { startDialogs } from "./shell/dialogs.js";
import { startForms } from "./shell/forms.js";
import { startGallery } from "./shell/gallery.js";
import { startKeyboard } from "./shell/keyboard.js";
import { startMenus } from "./shell/menus.js";
import { startTables } from "./shell/tables.js";
import { startTheme } from "./shell/theme.js";
import { startToasts } from "./shell/toasts.js";
import { startCopying } from "./shell/copying.js";
import { startCountdowns } from "./shell/countdown.js";

startTheme();
startToasts();
startMenus();
startDialogs();
startForms();
startKeyboard();
startCopying();
startGallery();
startTables();
startCountdowns();
