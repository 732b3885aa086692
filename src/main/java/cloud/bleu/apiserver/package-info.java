/**
 * Writes to the API server that others can refuse or delay: whom a refusal concerns, and when the
 * write is tried again.
 *
 * <p>It may import {@code credential} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.apiserver;
