/**
 * Findings and answers of an assessment, as values.
 *
 * <p>It imports nothing of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess.model;
