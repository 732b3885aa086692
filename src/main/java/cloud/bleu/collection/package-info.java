/**
 * Collections that the JDK lacks. Pure.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.collection;
