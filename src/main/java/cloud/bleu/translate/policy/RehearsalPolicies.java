package cloud.bleu.translate.policy;

import cloud.bleu.affinity.LabelSelectors;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Collection;
import java.util.Map;

/** Policies for rehearsals: they bind namespaces of rehearsals, and none of production. */
public final class RehearsalPolicies {

  private static final String ENVIRONMENT = "placement.bleu.cloud/environment";

  private RehearsalPolicies() {}

  /** Whether one of the policies is for rehearsals. */
  public static boolean any(Collection<SovereigntyPolicy> policies) {
    return policies.stream()
        .map((SovereigntyPolicy policy) -> policy.getSpec())
        .anyMatch(
            s ->
                s != null
                    && s.appliesTo() != null
                    && s.appliesTo().namespaceSelector() != null
                    && binds(s.appliesTo().namespaceSelector(), "rehearsal")
                    && !binds(s.appliesTo().namespaceSelector(), "production"));
  }

  private static boolean binds(LabelSelector selector, String environment) {
    return LabelSelectors.matches(
        selector, Map.of(ENVIRONMENT, environment, GovernedNamespaces.LABEL, "Audit"));
  }
}
