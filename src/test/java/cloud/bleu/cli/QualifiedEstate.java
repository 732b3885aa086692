package cloud.bleu.cli;

/** Two zones of a provider with one offering, of which tests state the qualifications. */
final class QualifiedEstate {

  /** What a policy says that asks for a qualification. */
  static final String RULE = "rules: [{name: q, rule: qualified-offering, action: Enforce}]";

  /** One that the policy is about. */
  static final String WORKLOAD = PlanCommandTest.workload("web", 2, "layers: [IaaS]");

  private QualifiedEstate() {}

  /**
   * The zones, their provider and a policy, without a workload.
   *
   * @param qualifications items of a list, indented by four spaces
   * @param policy fields of its spec
   */
  static String of(String qualifications, String policy) {
    return PlanCommandTest.ESTATE
            .replace(
                "metadata: {name: shop}",
                "metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}")
            .replace(
                "spec: {displayName: Acme}",
                """
                spec:
                  displayName: Acme
                  offerings:
                  - name: base
                    layers: [IaaS]
                    regions: [r]
                    qualifications:
                """
                    + qualifications.stripTrailing())
            .replace("provider: acme", "provider: acme\n  offerings: [base]")
        + """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: SovereigntyPolicy
          metadata: {name: asked}
          spec: {%s}
          ---
          """
            .formatted(policy);
  }
}
