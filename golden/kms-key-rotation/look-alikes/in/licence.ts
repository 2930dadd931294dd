/** A licence key; has nothing to do with encryption. */
export class Key {
    constructor(
        readonly product: string,
        readonly terms: { seats: number; enableKeyRotation?: boolean } = {
            seats: 1,
        },
    ) {}
}

export const kms = { Key };
