/**
 * Requests to the API server: how long an answer may take, when a request is tried again, writes
 * that run several at once, and whom a refused write concerns.
 *
 * <p>It may import {@code credential}, {@code time} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.apiserver;
