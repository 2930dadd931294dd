export const owner = 'platform';
