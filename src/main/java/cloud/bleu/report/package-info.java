/** Reports as files that people open. */
@NullMarked
package cloud.bleu.report;

import org.jspecify.annotations.NullMarked;
