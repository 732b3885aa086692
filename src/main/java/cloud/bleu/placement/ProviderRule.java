package cloud.bleu.placement;

/** A rule that looks at nothing but the provider: its answer is the same in each of its zones. */
public interface ProviderRule extends ZoneRule {

  /** The answer for a provider; the caller stamps name, policy, zone and requirements on it. */
  Verdict evaluate(Provider provider, Parameters parameters);

  @Override
  default Ground ground() {
    return Ground.Provider;
  }

  @Override
  default Object about(Workload workload) {
    return NO_WORKLOAD;
  }

  @Override
  default Verdict evaluate(Question question) {
    Provider provider = question.provider();
    return provider == null
        ? Verdict.unknown(
            "ProviderUnknown",
            Origin.Assumed,
            "there is no CloudProvider " + question.zone().provider(),
            "create it with its " + group())
        : evaluate(provider, question.parameters());
  }

  /** The group of facts that the rule reads, as the field is called: {@code ownership}. */
  private String group() {
    String field = declaration().facts().get(0);
    return field.substring(field.lastIndexOf('.') + 1);
  }
}
