package cloud.bleu.placement.estate;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.StatedFact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** The messages about facts as such: how old they are, and what they rest on. */
public final class FactMessages {

  /** By name, then basis, then day. */
  private static final Comparator<StatedFact> ORDER =
      Comparator.comparing(FactMessages::name)
          .thenComparing(f -> f.provenanceOrNone().basis())
          .thenComparing(StatedFact::asOf, Comparator.nullsFirst(Comparator.naturalOrder()));

  private FactMessages() {}

  /** What it is about and whose: {@code location of zone bleu-fc-1}. */
  public static Message name(StatedFact fact) {
    return switch (fact.kind()) {
      case Homologation ->
          Message.of("group.homologation", "name", fact.name(), "zone", fact.owner());
      case Supplier -> Message.of("group.supplier", "name", fact.name(), "provider", fact.owner());
      case Agreement -> Message.of("group.agreement", "offering", fact.offering());
      case Qualification ->
          Message.of("group.qualification", "scheme", fact.name(), "offering", fact.offering());
      default ->
          fact.ofZone()
              ? Message.of("group.zone", "field", field(fact), "zone", fact.owner())
              : Message.of("group.provider", "field", field(fact), "provider", fact.owner());
    };
  }

  /** What is said of each of some facts, in their order. */
  public static List<Message> each(List<StatedFact> facts, Function<StatedFact, Message> words) {
    return facts.stream().sorted(ORDER).map(words).toList();
  }

  /**
   * What some facts are about, without whose they are: {@code zone (location, site), provider
   * (legalEntity), offerings (agreement)}. Empty for no fact.
   */
  public static List<Message> kinds(List<StatedFact> facts) {
    TreeSet<String> ofZone = new TreeSet<>();
    TreeSet<String> ofProvider = new TreeSet<>();
    TreeSet<String> ofOffering = new TreeSet<>();
    for (StatedFact fact : facts) {
      TreeSet<String> fields =
          fact.ofZone() ? ofZone : fact.kind().ofOffering() ? ofOffering : ofProvider;
      fields.add(field(fact));
    }
    List<Message> kinds = new ArrayList<>();
    if (!ofZone.isEmpty()) {
      kinds.add(Message.of("group.kindsOfZone", "fields", ofZone));
    }
    if (!ofProvider.isEmpty()) {
      kinds.add(Message.of("group.kindsOfProvider", "fields", ofProvider));
    }
    if (!ofOffering.isEmpty()) {
      kinds.add(Message.of("group.kindsOfOfferings", "fields", ofOffering));
    }
    return kinds;
  }

  /** The field that it is stated in, {@code legalEntity}; of a qualification its scheme. */
  private static String field(StatedFact fact) {
    return switch (fact.kind()) {
      case Supplier -> "suppliers";
      case Qualification -> fact.name();
      default -> {
        String kind = fact.kind().name();
        yield Character.toLowerCase(kind.charAt(0)) + kind.substring(1);
      }
    };
  }
}
