package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.BleuWorkloadSpec;
import cloud.bleu.api.v1alpha1.Placement;
import cloud.bleu.translate.finding.Findings;

/** What the API server refuses by the CRD's rules; here for objects that it has not seen. */
final class SpecContradictions {

  private SpecContradictions() {}

  static void check(BleuWorkloadSpec spec, Findings findings) {
    CompanionRules.check(spec.workload(), findings);
    Placement placement = spec.placement();
    if (!placement.weights().isEmpty() && !spec.resilience().spread().isEmpty()) {
      findings.block(
          "spec.placement.weights",
          "weights and spread contradict each other",
          null,
          "keep one of placement.weights and resilience.spread");
    }
    if (!placement.weights().isEmpty() && placement.perZone().min() > 0) {
      findings.block(
          "spec.placement.weights",
          "weights and perZone.min contradict each other",
          null,
          "keep one of them");
    }
    Integer max = placement.perZone().max();
    if (max != null && placement.perZone().min() > max) {
      findings.block(
          "spec.placement.perZone.max", "min is greater than max", null, "raise max or lower min");
    }
    for (Placement.Affinity together : placement.affinity()) {
      for (Placement.Affinity apart : placement.antiAffinity()) {
        if (together.required()
            && apart.required()
            && together.with() != null
            && together.with().equals(apart.with())
            && together.topology().equals(apart.topology())) {
          findings.block(
              "spec.placement.antiAffinity",
              "affinity and antiAffinity with "
                  + together.with()
                  + " over "
                  + together.topology()
                  + " are both required",
              null,
              "keep one of them");
        }
      }
    }
  }
}
