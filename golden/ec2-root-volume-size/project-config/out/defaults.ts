export const DEFAULTS = { disk: 30, type: 'gp3' };
