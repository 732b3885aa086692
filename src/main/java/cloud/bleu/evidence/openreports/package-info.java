/**
 * What a cluster's dashboards read: the body of an OpenReports Report (openreports.io/v1alpha1).
 */
@NullMarked
package cloud.bleu.evidence.openreports;

import org.jspecify.annotations.NullMarked;
