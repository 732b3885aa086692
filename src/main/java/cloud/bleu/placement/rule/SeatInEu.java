package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneAspect;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Territory;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Registered office, central administration and principal establishment of the provider are in
 * member states of the European Union: all three (SecNumCloud 19.6.a).
 */
public record SeatInEu() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
              "seat-in-eu",
              "The provider's registered office, central administration and principal establishment are in"
                  + " the European Union.",
              List.of(),
              List.of("19.6.a"),
              List.of("ProviderUnknown", "SeatOutsideEU", "SeatUnknown"))
          .reading("CloudProvider.spec.legalEntity");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public ZoneAspect aspect() {
    return ZoneAspect.Provider;
  }

  @Override
  public Object about(Workload workload) {
    return NO_WORKLOAD;
  }

  @Override
  public Verdict evaluate(Question question) {
    Provider provider = question.provider();
    if (provider == null) {
      return Verdict.unknown(
          "ProviderUnknown",
          Origin.Assumed,
          Message.of("provider.missing", "provider", question.zone().provider()),
          Message.of("do.createProvider", "group", "legalEntity"));
    }
    Provider.LegalEntity entity = provider.legalEntity();
    if (entity == null) {
      return Verdict.unknown(
          "SeatUnknown",
          Origin.Assumed,
          Message.of("seat.noEntity", "provider", provider.name()),
          Message.of("do.stateEntity"));
    }
    Origin origin = entity.provenance().basis().origin();
    TreeMap<String, @Nullable String> places = new TreeMap<>();
    places.put("centralAdministration", entity.centralAdministration());
    places.put("principalEstablishment", entity.principalEstablishment());
    places.put("registeredOffice", entity.registeredOffice());
    List<Message> outside =
        places.entrySet().stream()
            .filter(p -> Territory.isCountry(p.getValue()) && !Territory.inEU(p.getValue()))
            .map(p -> Message.of("seat.place", "seat", p.getKey(), "country", p.getValue()))
            .toList();
    List<Message> unknown =
        places.entrySet().stream()
            .filter(p -> !Territory.isCountry(p.getValue()))
            .map(p -> Message.of("seat.place", "seat", p.getKey(), "country", null))
            .toList();
    if (!outside.isEmpty()) {
      return Verdict.reject(
          "SeatOutsideEU",
          origin,
          Message.of("seat.outside", "provider", provider.name(), "seats", outside),
          Message.of("do.providerInEU"));
    }
    if (!unknown.isEmpty()) {
      return Verdict.unknown(
          "SeatUnknown",
          origin,
          Message.of("seat.unknown", "provider", provider.name(), "seats", unknown),
          Message.of("do.stateSeat"));
    }
    return Verdict.pass(origin, Message.of("seat.holds", "provider", provider.name()));
  }
}
