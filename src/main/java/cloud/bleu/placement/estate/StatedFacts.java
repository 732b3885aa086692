package cloud.bleu.placement.estate;

import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.StatedFact;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The facts that zones and providers state, and those that an answer about them rests on. */
public final class StatedFacts {
  private static final StatedFact.Window OPEN = StatedFact.Window.NONE;

  private StatedFacts() {}

  /** The facts that a zone states and somebody can vouch for. */
  public static List<StatedFact> of(Zone zone) {
    return Stream.of(StatedFact.Kind.values())
        .filter(k -> k.ofZone() && hasProvenance(k))
        .flatMap(k -> ZoneFacts.of(zone, k).stream())
        .distinct()
        .toList();
  }

  /** The facts that a provider states and somebody can vouch for. */
  public static List<StatedFact> of(Provider provider) {
    return Stream.of(StatedFact.Kind.values())
        .filter(k -> !k.ofZone() && hasProvenance(k))
        .flatMap(
            k ->
                k.ofOffering()
                    ? provider.offerings().stream()
                        .flatMap(o -> ProviderFacts.of(provider, o, k).stream())
                    : ProviderFacts.of(provider, k).stream())
        .toList();
  }

  /**
   * The facts in the fields that a rule declares to read, of the zone and its provider. A field
   * that nobody states is named as such.
   */
  public static List<StatedFact> declared(
      ZoneRule.Question question, ZoneRule.Declaration declaration) {
    String scheme = scheme(question, declaration);
    List<StatedFact> facts = new ArrayList<>();
    for (StatedFact.Kind kind : StatedFact.Kind.values()) {
      if (declaration.facts().contains(kind.field())) {
        facts.addAll(of(question, kind, scheme));
      }
    }
    return facts;
  }

  /** The facts of one kind that a question rests on; what nobody states is named as such. */
  public static List<StatedFact> of(ZoneRule.Question question, StatedFact.Kind kind) {
    return of(question, kind, "");
  }

  private static List<StatedFact> of(
      ZoneRule.Question question, StatedFact.Kind kind, String scheme) {
    Zone zone = question.zone();
    Provider provider = question.provider();
    if (kind.ofZone()) {
      List<StatedFact> found = ZoneFacts.of(zone, kind);
      // No announcement is none, and not an unknown one.
      return found.isEmpty() && kind != StatedFact.Kind.Maintenance
          ? List.of(missing(ofWhole(kind), zone.name(), zone.name(), "", ""))
          : found;
    }
    if (provider == null) {
      return List.of(missing(StatedFact.Kind.Provider, zone.provider(), zone.provider(), "", ""));
    }
    if (!kind.ofOffering()) {
      List<StatedFact> found = ProviderFacts.of(provider, kind);
      return found.isEmpty()
          ? List.of(missing(kind, provider.name(), ProviderFacts.title(provider), "", ""))
          : found;
    }
    List<StatedFact> facts = new ArrayList<>();
    for (Provider.Offering offering : question.offerings()) {
      List<StatedFact> found =
          ProviderFacts.of(provider, offering, kind).stream()
              .filter(f -> scheme.isEmpty() || scheme.equals(f.name()))
              .toList();
      facts.addAll(
          found.isEmpty()
              ? List.of(
                  missing(
                      kind,
                      provider.name(),
                      ProviderFacts.title(provider),
                      offering.name(),
                      scheme))
              : found);
    }
    for (String name : question.missingOfferings()) {
      facts.add(missingOffering(provider, name));
    }
    return facts;
  }

  /** A qualification of an offering of a provider. */
  public static StatedFact of(
      Provider provider, Provider.Offering offering, Provider.Qualification qualification) {
    return ProviderFacts.qualification(provider, offering, qualification);
  }

  /** A provider that nobody describes. */
  public static StatedFact missingProvider(String name) {
    return missing(StatedFact.Kind.Provider, name, name, "", "");
  }

  /** An offering that its provider does not state. */
  public static StatedFact missingOffering(Provider provider, String offering) {
    return missing(
        StatedFact.Kind.Offering, provider.name(), ProviderFacts.title(provider), offering, "");
  }

  /**
   * A field that belongs to no group.
   *
   * @param title of what it is a field of: {@code zone north}
   * @param value empty where it is not short
   */
  public static StatedFact field(String name, String title, String value, boolean stated) {
    return new StatedFact(
        StatedFact.Kind.Field, title, title, "", name, "", value, stated, null, OPEN);
  }

  private static boolean hasProvenance(StatedFact.Kind kind) {
    return switch (kind) {
      case Registries, Maintenance, Provider, Offering, Layers, Services, Field -> false;
      default -> true;
    };
  }

  /** The kind of the fact that coordinates belong to: without a country there is none. */
  private static StatedFact.Kind ofWhole(StatedFact.Kind kind) {
    return kind == StatedFact.Kind.Coordinates ? StatedFact.Kind.Location : kind;
  }

  private static StatedFact missing(
      StatedFact.Kind kind, String owner, String title, String offering, String scheme) {
    String detail = kind == StatedFact.Kind.Qualification ? "qualification" : "";
    return new StatedFact(kind, owner, title, offering, scheme, detail, "", false, null, OPEN);
  }

  /** The scheme that the rule asks for; empty where it asks for none. */
  private static String scheme(ZoneRule.Question question, ZoneRule.Declaration declaration) {
    for (RuleParameter parameter : declaration.parameters()) {
      if (parameter.name().equals("scheme")) {
        return question
            .parameters()
            .text("scheme", Objects.requireNonNullElse(parameter.defaultValue(), ""));
      }
    }
    return "";
  }
}
