export const officeRule = { protocol: 'tcp', fromPort: 22, toPort: 22, cidrBlocks: ['192.0.2.0/24'] };
