export enum Disk {
  Small = 12,
  Large = 120,
}

export const rooms = [
  { name: 'red', size: 15 },
  { name: 'green', size: 60 },
];
