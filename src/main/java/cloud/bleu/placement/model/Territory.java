package cloud.bleu.placement.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Countries by ISO 3166-1 alpha-2 code, and the two groups of them that policies may name.
 *
 * <p>Members as of 2026-11-24. Source: Treaty on European Union, article 52, with the accession of
 * Croatia (2013-07-01) and the withdrawal of the United Kingdom (2020-01-31); Agreement on the
 * European Economic Area, article 126, with the EFTA states that are parties to it.
 */
public final class Territory {

  /** The 27 member states of the European Union. */
  public static final Set<String> EU_MEMBERS =
      Set.of(
          "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT",
          "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE");

  /** The EFTA states in the European Economic Area. */
  public static final Set<String> EEA_EFTA = Set.of("IS", "LI", "NO");

  /**
   * Parts of member states with a code of their own to which the treaties apply. Source: Treaty on
   * the Functioning of the European Union, article 355(1), the outermost regions of France, and
   * 355(4), the Aland Islands.
   */
  private static final Set<String> EU_PARTS = Set.of("GP", "GF", "MQ", "MF", "RE", "YT", "AX");

  /**
   * Territory of members outside the Union and the European Economic Area, by ISO 3166-2 code, with
   * the ISO 3166-1 code of its own. Source: article 355(2) and annex II of the same treaty for the
   * French and the Dutch; Saint-Barthelemy since 2012-01-01 (European Council decision
   * 2010/718/EU); protocol 40 of the Agreement on the European Economic Area for Svalbard.
   */
  private static final Map<String, String> APART =
      Map.ofEntries(
          Map.entry("FR-BL", "BL"),
          Map.entry("FR-CP", "CP"),
          Map.entry("FR-NC", "NC"),
          Map.entry("FR-PF", "PF"),
          Map.entry("FR-PM", "PM"),
          Map.entry("FR-TF", "TF"),
          Map.entry("FR-WF", "WF"),
          Map.entry("NL-AW", "AW"),
          Map.entry("NL-BQ1", "BQ"),
          Map.entry("NL-BQ2", "BQ"),
          Map.entry("NL-BQ3", "BQ"),
          Map.entry("NL-CW", "CW"),
          Map.entry("NL-SX", "SX"),
          Map.entry("NO-21", "SJ"));

  private static final Set<String> ISO = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

  private static final Map<String, String> OFTEN_MEANT =
      Map.of(
          "UK", "GB", "EL", "GR", "FRA", "FR", "DEU", "DE", "FRANCE", "FR", "GERMANY", "DE", "EU27",
          "EU", "EEE", "EEA", "UE", "EU");

  private Territory() {}

  /** Whether this is an ISO 3166-1 alpha-2 code. */
  public static boolean isCountry(@Nullable String code) {
    return code != null && ISO.contains(code);
  }

  /** Whether a seat or a person in this country is in the European Union. */
  public static boolean inEU(String country) {
    return EU_MEMBERS.contains(country) || EU_PARTS.contains(country);
  }

  /**
   * Whether a place lies in one of these countries or groups of countries. Territory outside the
   * Union has codes of its own and is not meant by that of its state: {@code NC} takes FR-NC in,
   * and {@code FR} does not.
   *
   * @param country ISO code of the place
   * @param subdivision ISO 3166-2 code of the place, null when not known
   * @param among codes, {@code EU} and {@code EEA}
   */
  public static boolean contains(
      Collection<String> among, String country, @Nullable String subdivision) {
    String apart = subdivision == null ? null : APART.get(subdivision);
    boolean union = inEU(country) && apart == null;
    for (String name : among) {
      boolean in =
          switch (name) {
            case "EU" -> union;
            case "EEA" -> union || (EEA_EFTA.contains(country) && apart == null);
            default -> name.equals(apart == null ? country : apart);
          };
      if (in) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether an area, which is a country or a group of countries, lies in these; null when some of
   * it does, so that nobody can say.
   *
   * @param among codes, {@code EU} and {@code EEA}
   * @param area a code, {@code EU} or {@code EEA}
   */
  public static @Nullable Boolean covers(Collection<String> among, String area) {
    return switch (area) {
      case "EU" -> covers(among, EU_MEMBERS);
      case "EEA" -> {
        TreeSet<String> members = new TreeSet<>(EU_MEMBERS);
        members.addAll(EEA_EFTA);
        yield covers(among, members);
      }
      default -> isCountry(area) ? (Boolean) contains(among, area, null) : null;
    };
  }

  private static @Nullable Boolean covers(Collection<String> among, Set<String> members) {
    long in = members.stream().filter(m -> contains(among, m, null)).count();
    return in == members.size() ? (Boolean) true : in == 0 ? (Boolean) false : null;
  }

  /** Whether all of these countries and groups lie in the European Union. */
  public static boolean withinEU(Collection<String> among) {
    return among.stream().allMatch(name -> name.equals("EU") || inEU(name));
  }

  /**
   * The code that somebody meant who wrote this, where that is plain: {@code GB} for {@code UK}.
   */
  public static Optional<String> meant(String name) {
    String upper = name.trim().toUpperCase(Locale.ROOT);
    return Optional.ofNullable(ISO.contains(upper) ? upper : OFTEN_MEANT.get(upper));
  }

  /** Why a name is neither a country code nor a group, null if it is one. */
  public static @Nullable String whyNot(String name) {
    if (name.equals("EU") || name.equals("EEA") || ISO.contains(name)) {
      return null;
    }
    String meant = meant(name).orElse(null);
    return "is "
        + QuotedText.of(name)
        + (meant == null
            ? "; an ISO 3166-1 alpha-2 code, EU or EEA is expected"
            : "; did you mean " + meant + "?");
  }

  /** The names in order, each once, for messages. */
  public static List<String> inOrder(Collection<String> names) {
    // Asked for each zone with a list that hardly ever is out of order: then a sort is one look.
    String[] sorted = names.toArray(new String[0]);
    Arrays.sort(sorted);
    int count = 0;
    for (String name : sorted) {
      if (count == 0 || !name.equals(sorted[count - 1])) {
        sorted[count++] = name;
      }
    }
    return List.of(Arrays.copyOf(sorted, count));
  }
}
