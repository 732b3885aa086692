/**
 * What is said to people, as facts: the key of a sentence, and what stands in it by name. The
 * sentences are in one bundle for each language; nothing is put into words before it is read.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.message;
