package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
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
      return Verdict.notApplicable(Message.of("image.none"));
    }
    List<String> allow = question.parameters().texts("allow", List.of());
    List<String> ofZone = question.zone().equipment().registries();
    Origin origin = ofZone.isEmpty() ? Origin.Enforced : Origin.Declared;
    List<Message> refused = foreign(images, allow);
    if (!refused.isEmpty()) {
      return Verdict.reject(
          "RegistryNotAllowed",
          Origin.Enforced,
          Message.of("image.notAllowed", "images", refused, "allowed", Territory.inOrder(allow)),
          Message.of("do.takeImage"));
    }
    refused = foreign(images, ofZone);
    if (!refused.isEmpty()) {
      return Verdict.reject(
          "RegistryNotOfZone",
          origin,
          Message.of("image.notOfZone", "images", refused, "registries", Territory.inOrder(ofZone)),
          Message.of("do.takeImage"));
    }
    Verdict doubt = ofReferences(images, question.parameters().flag("digest", false));
    if (doubt != null) {
      return doubt;
    }
    if (allow.isEmpty() && ofZone.isEmpty()) {
      return Verdict.unknown(
          "RegistriesUnknown",
          Origin.Assumed,
          Message.of("image.registriesUnknown"),
          Message.of("do.stateRegistries"));
    }
    return Verdict.pass(origin, Message.of("image.holds"));
  }

  /** What is wrong with how images are named, wherever they come from; null: nothing. */
  private static @Nullable Verdict ofReferences(List<Closure.Image> images, boolean byDigest) {
    TreeSet<Message> byTag = new TreeSet<>();
    TreeSet<Message> unreadable = new TreeSet<>();
    for (Closure.Image image : images) {
      ImageReference reference = ImageReference.parse(image.reference());
      if (reference == null) {
        unreadable.add(named(image));
      } else if (reference.digest() == null) {
        byTag.add(named(image));
      }
    }
    if (!byTag.isEmpty() && byDigest) {
      return Verdict.reject(
          "ImageWithoutDigest",
          Origin.Enforced,
          Message.of("image.byTag", "images", byTag),
          Message.of("do.stateDigest"));
    }
    return unreadable.isEmpty()
        ? null
        : Verdict.unknown(
            "ImageUnreadable",
            Origin.Enforced,
            Message.of("image.unreadable", "images", unreadable),
            Message.of("do.correctTemplate"));
  }

  /** The answer where no template names the images; null where one does. */
  private static @Nullable Verdict unseen(Closure.Content content) {
    return switch (content) {
      case Template -> null;
      case AdmittedPods -> Verdict.notEvaluated(Message.of("image.admitted"));
      case OthersPods ->
          Verdict.unknown(
              "ImagesUnseen", Origin.Assumed, Message.of("image.unseen"), Message.of("do.govern"));
      case External ->
          Verdict.unknown(
              "ImagesUnseen",
              Origin.Assumed,
              Message.of("image.external"),
              Message.of("do.useTemplate"));
    };
  }

  /** The images of no such registry, in order; none if no registry is named. */
  private static List<Message> foreign(List<Closure.Image> images, List<String> registries) {
    TreeSet<Message> foreign = new TreeSet<>();
    for (Closure.Image image : images) {
      ImageReference reference = ImageReference.parse(image.reference());
      if (reference != null && registries.stream().noneMatch(reference::isFrom)) {
        foreign.add(
            Message.of("image.from", "image", named(image), "registry", reference.registry()));
      }
    }
    return registries.isEmpty() ? List.of() : List.copyOf(foreign);
  }

  private static Message named(Closure.Image image) {
    return Message.of("image", "reference", image.reference(), "user", image.user());
  }
}
