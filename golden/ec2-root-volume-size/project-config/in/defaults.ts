export const DEFAULTS = { disk: 20, type: 'gp3' };
