package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.DeliveryWay;
import cloud.bleu.placement.model.Origin;
import java.util.List;

/**
 * No Secret of the workload stands in an order of an engine on the hub. There it is no Secret any
 * more, so neither the encryption nor the rights of Secrets protect it. No requirement of
 * SecNumCloud is about that: 10.5.c speaks of secrets for the encryption of data, and of where the
 * provider keeps them.
 */
public record CompanionsDeclared() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
          "companions-declared",
          "No Secret of the workload stands in an order on the hub for an engine to carry out.",
          List.of(),
          List.of(),
          List.of("SecretInOrder", "SecretsUnseen"));

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Object about(Workload workload) {
    return workload.closure().secrets();
  }

  @Override
  public Verdict evaluate(Question question) {
    Closure.Secrets secrets = question.workload().closure().secrets();
    DeliveryWay way = question.zone().delivery().way();
    if (way == DeliveryWay.ManifestWork && !secrets.companions().isEmpty()) {
      return Verdict.reject(
          "SecretInOrder",
          Origin.Enforced,
          Message.of("companions.inOrder", "secrets", secrets.companions()),
          Message.of("do.takeOutSecrets"));
    }
    if (way == DeliveryWay.Karmada && secrets.mentioned()) {
      return Verdict.unknown(
          "SecretsUnseen",
          Origin.Assumed,
          Message.of("companions.unseen"),
          Message.of("do.takeDirectZone"));
    }
    return way == DeliveryWay.Nodes
        ? Verdict.notApplicable(Message.of("companions.stay"))
        : Verdict.pass(Origin.Enforced, Message.of("companions.hold"));
  }
}
