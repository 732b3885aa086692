package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Origin;
import java.util.List;

/**
 * What brings requests in from outside is stated: a load balancer, an ingress controller, a
 * firewall or a content delivery network sees what comes in and goes out, and is judged like all
 * that the workload relies on.
 */
public record IngressDeclared() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
          "ingress-declared",
          "Where a Service of type LoadBalancer or NodePort, an Ingress, a route of the Gateway API or a port of the node leads to the workload, a dependency says what brings requests in.",
          List.of(),
          List.of(),
          List.of("IngressNotDeclared"));

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public ZoneAspect aspect() {
    return ZoneAspect.Anywhere;
  }

  @Override
  public Object about(Workload workload) {
    return workload.closure();
  }

  @Override
  public Verdict evaluate(Question question) {
    Closure closure = question.workload().closure();
    if (closure.exposedBy().isEmpty()) {
      return Verdict.notApplicable(Message.of("ingress.none"));
    }
    List<Closure.Dependency> dependencies = closure.dependencies();
    if (dependencies != null && dependencies.stream().anyMatch(Closure.Dependency::ingress)) {
      return Verdict.pass(Origin.Declared, Message.of("ingress.stated"));
    }
    return Verdict.unknown(
        "IngressNotDeclared",
        Origin.Observed,
        Message.of(
            "ingress.unknown",
            "entrances",
            closure.exposedBy().stream().distinct().sorted().toList()),
        Message.of("do.declareIngress"));
  }
}
