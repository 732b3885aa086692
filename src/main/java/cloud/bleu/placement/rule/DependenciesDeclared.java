package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.offering.VendorEndpoints;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workload says what it relies on and does not run. Neither its template nor its egress names a
 * well-known service that is left out. A host of the public cloud of Microsoft or Google is
 * accounted for only by a dependency on that vendor itself, as those who sell its software run it
 * elsewhere. An empty list says that there is nothing; silence says nothing.
 */
public record DependenciesDeclared() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
          "dependencies-declared",
          "The workload states its dependencies, and neither its template nor its egress names a service of Microsoft, Bleu, Google or S3NS beside them.",
          List.of(),
          List.of(),
          List.of("DependenciesNotStated", "DependencyNotDeclared"));

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public ZoneAspect aspect() {
    return ZoneAspect.Anywhere;
  }

  /** Who a host is of is a matter of the providers, which are no part of the workload. */
  @Override
  public @Nullable Object about(Workload workload) {
    return workload.closure().endpoints().isEmpty() ? workload.closure() : null;
  }

  @Override
  public Verdict evaluate(Question question) {
    Closure closure = question.workload().closure();
    List<Closure.Dependency> dependencies = closure.dependencies();
    List<Message> undeclared =
        VendorEndpoints.undeclared(
            closure.endpoints(),
            dependencies == null ? List.of() : dependencies,
            question.estate()::provider);
    if (!undeclared.isEmpty()) {
      return Verdict.reject(
          "DependencyNotDeclared",
          Origin.Enforced,
          Message.of("dependency.notDeclared", "endpoints", undeclared),
          Message.of("do.declareDependency"));
    }
    if (dependencies == null) {
      return Verdict.unknown(
          "DependenciesNotStated",
          Origin.Assumed,
          Message.of("dependency.notStated"),
          Message.of("do.stateDependencies"));
    }
    return Verdict.pass(
        Origin.Declared,
        dependencies.isEmpty()
            ? Message.of("dependency.nothing")
            : Message.of("dependency.stated"));
  }
}
