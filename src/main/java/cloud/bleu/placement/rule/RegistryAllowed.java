package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.ImageReference;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Territory;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every image of the template comes from an accepted registry, and from one that the zone pulls
 * from. A mirror at the customer's of SecNumCloud 12.10.c, which speaks of the provider's own
 * technical infrastructure: it serves no requirement, and whether anybody inspected an image there
 * is not seen.
 */
public record RegistryAllowed() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
              "registry-allowed",
              "Every image of the template comes from an accepted registry that the zone pulls from.",
              List.of(
                  RuleParameter.of(
                          "allow",
                          RuleParameter.Type.TextList,
                          "Registries as host, host:port or host/path; empty: those of the zone.")
                      .looserWith(RuleParameter.Looser.MoreOrNone)
                      .orElse("[]"),
                  RuleParameter.of(
                          "digest",
                          RuleParameter.Type.Flag,
                          "Whether every image must be named by its digest.")
                      .looserWith(RuleParameter.Looser.Less)
                      .orElse("false")),
              List.of(),
              List.of(
                  "ImageUnreadable",
                  "ImageWithoutDigest",
                  "ImagesUnseen",
                  "RegistriesUnknown",
                  "RegistryNotAllowed",
                  "RegistryNotOfZone"))
          .reading("AvailabilityZone.spec.registries");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public List<String> contradictions(Parameters parameters) {
    return parameters.texts("allow", List.of()).stream()
        .filter(r -> !ImageReference.isRegistry(r))
        .map(r -> r + " is not a registry; write host, host:port or host/path")
        .toList();
  }

  @Override
  public Object about(Workload workload) {
    return List.of(workload.closure().images(), workload.closure().content());
  }

  @Override
  public Verdict evaluate(Question question) {
    Verdict unseen = unseen(question.workload().closure().content());
    if (unseen != null) {
      return unseen;
    }
    List<Closure.Image> images = question.workload().closure().images();
    if (images.isEmpty()) {
      return Verdict.notApplicable("the workload runs no image");
    }
    List<String> allow = question.parameters().texts("allow", List.of());
    List<String> ofZone = question.zone().equipment().registries();
    Origin origin = ofZone.isEmpty() ? Origin.Enforced : Origin.Declared;
    String refused = foreign(images, allow);
    if (refused != null) {
      return Verdict.reject(
          "RegistryNotAllowed",
          Origin.Enforced,
          refused + " is not of " + Territory.listed(allow),
          "take it from there once it has been checked");
    }
    refused = foreign(images, ofZone);
    if (refused != null) {
      return Verdict.reject(
          "RegistryNotOfZone",
          origin,
          refused + " is of no registry that the zone pulls from: " + Territory.listed(ofZone),
          "take it from there once it has been checked");
    }
    TreeSet<String> byTag = new TreeSet<>();
    TreeSet<String> unreadable = new TreeSet<>();
    for (Closure.Image image : images) {
      ImageReference reference = ImageReference.parse(image.reference());
      if (reference == null) {
        unreadable.add(named(image));
      } else if (reference.digest() == null) {
        byTag.add(named(image));
      }
    }
    if (!byTag.isEmpty() && question.parameters().flag("digest", false)) {
      return Verdict.reject(
          "ImageWithoutDigest",
          Origin.Enforced,
          String.join(", ", byTag) + " is named without a digest",
          "state name@sha256:... of what was checked");
    }
    if (!unreadable.isEmpty()) {
      return Verdict.unknown(
          "ImageUnreadable",
          Origin.Enforced,
          String.join(", ", unreadable) + " is no reference that a container runtime accepts",
          "correct it in the template");
    }
    if (allow.isEmpty() && ofZone.isEmpty()) {
      return Verdict.unknown(
          "RegistriesUnknown",
          Origin.Assumed,
          "it is not known from which registries the zone pulls",
          "state spec.registries of the zone, or allow in the rule");
    }
    return Verdict.pass(origin, "every image is of an accepted registry");
  }

  /** The answer where no template names the images; null where one does. */
  private static @Nullable Verdict unseen(Closure.Content content) {
    return switch (content) {
      case Template -> null;
      case AdmittedPods ->
          Verdict.notEvaluated(
              "the images of pods that others create are not known beforehand: admission looks at"
                  + " each pod");
      case OthersPods ->
          Verdict.unknown(
              "ImagesUnseen",
              Origin.Assumed,
              "the images of pods that others create are not known, and no admission looks at them",
              "use the label placement.bleu.cloud/governed: Enforce on the namespace");
      case External ->
          Verdict.unknown(
              "ImagesUnseen",
              Origin.Assumed,
              "it is not known which images an external workload runs",
              "use a template or workload.pods for it, or another rule");
    };
  }

  /** The images of no such registry, in order; null if there are none, or no registry is named. */
  private static @Nullable String foreign(List<Closure.Image> images, List<String> registries) {
    TreeSet<String> foreign = new TreeSet<>();
    for (Closure.Image image : images) {
      ImageReference reference = ImageReference.parse(image.reference());
      if (reference != null && registries.stream().noneMatch(reference::isFrom)) {
        foreign.add(named(image) + " from " + reference.registry());
      }
    }
    return registries.isEmpty() || foreign.isEmpty() ? null : String.join(", ", foreign);
  }

  private static String named(Closure.Image image) {
    return "image " + image.reference() + " of " + image.user();
  }
}
