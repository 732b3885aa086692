package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.DeliveryWay;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Zone;
import java.util.List;

/**
 * The cluster of a zone elsewhere binds no pod outside of the decisions, as the operator sees it
 * there. On the nodes of the hub admission ensures that itself, as the condition {@code Enforced}
 * of each policy says. No requirement of SecNumCloud is met by it.
 */
public record GateEnforced() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
          "gate-enforced",
          "A zone in another cluster is in one that binds nothing outside of the decisions.",
          List.of(),
          List.of(),
          List.of("GateNotEnforced", "GateUnknown"));

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Object about(Workload workload) {
    return NO_WORKLOAD;
  }

  @Override
  public Verdict evaluate(Question question) {
    Zone.Delivery delivery = question.zone().delivery();
    if (delivery.way() == DeliveryWay.Nodes) {
      return Verdict.notApplicable(Message.of("gate.here"));
    }
    if (delivery.gated() == null) {
      return Verdict.unknown(
          "GateUnknown",
          Origin.Assumed,
          Message.of("gate.unknown"),
          Message.of("do.useMemberChart"));
    }
    return delivery.gated()
        ? Verdict.pass(Origin.Observed, Message.of("gate.holds"))
        : Verdict.reject(
            "GateNotEnforced",
            Origin.Observed,
            Message.of("gate.open"),
            Message.of("do.correctGate"));
  }
}
