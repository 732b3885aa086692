package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;

/** A rule that looks at nothing but the provider: its answer is the same in each of its zones. */
public interface ProviderRule extends ZoneRule {

  /** The answer for a provider; the caller stamps name, policy, zone and requirements on it. */
  Verdict evaluate(Provider provider, Parameters parameters);

  @Override
  default ZoneAspect aspect() {
    return ZoneAspect.Provider;
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
            Message.of("provider.missing", "provider", question.zone().provider()),
            Message.of("do.createProvider", "group", group()))
        : evaluate(provider, question.parameters());
  }

  /** The group of facts that the rule reads, as the field is called: {@code ownership}. */
  private String group() {
    String field = declaration().facts().get(0);
    return field.substring(field.lastIndexOf('.') + 1);
  }
}
