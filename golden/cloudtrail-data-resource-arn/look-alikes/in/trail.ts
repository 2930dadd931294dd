export interface TrailSketch {
    eventSelectors: {
        includeManagementEvents: boolean;
        dataResources: { type: string; values: string[] }[];
    }[];
}

/** A trail as the documentation draws it; nothing is created. */
export class Trail {
    constructor(
        readonly name: string,
        readonly sketch: TrailSketch,
    ) {}
}
