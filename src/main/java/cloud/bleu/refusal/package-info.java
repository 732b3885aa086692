/**
 * What the API server answers when it refuses a write: who refused, why, and what to do. A refusal
 * concerns the object that was to be written, and nothing else.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.refusal;
