/**
 * What a governance tool reads: OSCAL 1.1.2 (NIST) as trees of maps, lists and texts. A finding is
 * {@code satisfied} only where the operator enforces or sees for itself; what others state is an
 * observation.
 */
@NullMarked
package cloud.bleu.evidence.oscal;

import org.jspecify.annotations.NullMarked;
