/**
 * Terms of Odoo that its own Vietnamese leaves in English. The browser looks for what a module does not translate in the
 * terms of all of them, so that it is enough to name a term here and to translate it with those of this addon.
 */
import { _t } from "@web/core/l10n/translation";

export const TERMS = [_t("Missing required fields")];
