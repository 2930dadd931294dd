export const anywhere = '0.0.0.0/0';

export const allTraffic = {
  protocol: '-1',
  fromPort: 0,
  toPort: 0,
  cidrBlocks: [anywhere],
};

export const outbound = [
  {
    description: 'HTTPS for service endpoints and updates',
    protocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    cidrBlocks: ['0.0.0.0/0'],
  },
  {
    description: 'HTTP for package repositories',
    protocol: 'tcp',
    fromPort: 80,
    toPort: 80,
    cidrBlocks: ['0.0.0.0/0'],
  },
  {
    description: 'DNS resolution',
    protocol: 'udp',
    fromPort: 53,
    toPort: 53,
    cidrBlocks: ['0.0.0.0/0'],
  },
  {
    description: 'NTP for time synchronization',
    protocol: 'udp',
    fromPort: 123,
    toPort: 123,
    cidrBlocks: ['0.0.0.0/0'],
  },
  {
    description: 'To shop-search',
    protocol: 'tcp',
    fromPort: 9200,
    toPort: 9200,
    cidrBlocks: ['0.0.0.0/0'],
  },
];

// Both ways
export const open = [
  { protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] },
];
