/**
 * What is said to people, as the key of a sentence and facts by name, and the sentences of each
 * language. Nothing is put into words before it is read.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.message;
