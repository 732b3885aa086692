/** Canonical JSON and the hash chain of decisions: what makes a record checkable by others. */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence;
