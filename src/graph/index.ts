export { graphDigest } from './digest';
export { stitch, STITCH_STEPS, type Stitched, type StitchStep } from './stitch';
