package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Territory;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import java.util.function.Function;

/** The country that a zone is stated to lie in, for rules that accept some countries. */
public final class StatedCountry {

  private StatedCountry() {}

  /**
   * Passes where the zone lies in one of the countries, and is Unknown where nobody says where it
   * lies.
   *
   * @param countries codes of countries, EU or EEA
   * @param code of the rejection of another country
   * @param fact that the country is another one
   * @param next what to do then
   */
  public static Verdict verdict(
      Zone zone,
      List<String> countries,
      String code,
      Function<String, Message> fact,
      Function<String, Message> next) {
    Zone.Location location = zone.location();
    Origin origin = location.provenance().basis().origin();
    String country = location.country();
    if (country == null || !Territory.isCountry(country)) {
      return Verdict.unknown(
          "CountryUnknown", origin, Message.of("country.unknown"), Message.of("do.stateCountry"));
    }
    return Territory.contains(countries, country, location.subdivision())
        ? Verdict.pass(origin, Message.of("country.holds", "country", country))
        : Verdict.reject(code, origin, fact.apply(country), next.apply(country));
  }
}
