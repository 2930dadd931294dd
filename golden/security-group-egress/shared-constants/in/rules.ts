export const anywhere = '0.0.0.0/0';

export const allTraffic = {
  protocol: '-1',
  fromPort: 0,
  toPort: 0,
  cidrBlocks: [anywhere],
};

export const outbound = [
  {
    description: 'Anything out',
    protocol: '-1',
    fromPort: 0,
    toPort: 0,
    cidrBlocks: ['0.0.0.0/0'],
  },
];

// Both ways
export const open = [
  { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] },
];
