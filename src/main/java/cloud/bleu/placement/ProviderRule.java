package cloud.bleu.placement;

/** A rule that looks at nothing but the provider: its answer is the same in each of its zones. */
public interface ProviderRule extends ZoneRule {

  /** The answer for a provider; the caller stamps name, policy, zone and requirements on it. */
  Verdict evaluate(Provider provider, Parameters parameters);
}
