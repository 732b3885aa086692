package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.catalogue.DatedFacts;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.offering.Revocation;
import cloud.bleu.placement.ownership.Shareholding;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.zone.ObservedState;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be true, whoever states it, is said when the object is read. */
class ContradictoryFactsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String API = "apiVersion: placement.bleu.cloud/v1alpha1\n";

  private static Translation translate(String yaml) {
    ManifestObjects objects =
        ManifestObjects.of(
            ManifestReader.read(
                List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))));
    return EstateTranslator.translate(objects.objects(), NOW, Map.of());
  }

  /** Asked of one day in Europe/Paris and read on another one. */
  private static Translation translated(String yaml, String day, String real) {
    ManifestObjects objects =
        ManifestObjects.of(
            ManifestReader.read(
                List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))));
    return EstateTranslator.translate(
        objects.objects(),
        Instant.parse(day + "T12:00:00Z"),
        Map.of(),
        ObservedState.UNBROKEN.reading(LocalDate.parse(real)),
        new TranslationMemory());
  }

  private static String provider(String spec) {
    return API + "kind: CloudProvider\nmetadata: {name: acme}\nspec: {" + spec + "}\n---\n";
  }

  private static String qualified(String scheme, String days, String agreement) {
    return provider(
        "offerings: [{name: iaas, layers: [IaaS], regions: [r], agreement: {reference: A"
            + agreement
            + "}, qualifications: [{scheme: "
            + scheme
            + ", layers: [IaaS], "
            + days
            + "}]}]");
  }

  private static String told(Translation translation) {
    return Stream.concat(
            translation.problems().stream().map(p -> p.path() + ": " + p.what()),
            translation.notes().stream().map(p -> "note: " + p.path() + ": " + p.what()))
        .collect(Collectors.joining(" / "));
  }

  private static String state(Translation translation) {
    return translation
        .estate()
        .providers()
        .get(0)
        .offerings()
        .get(0)
        .qualifications()
        .get(0)
        .state();
  }

  private static final String ENTRY = "spec.offerings[0].qualifications[0]";

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          SecNumCloud, version: '3.2' | state: Qualified, validFrom: '2025-01-01', validUntil: '2027-12-31' | -
          SecNumCloud, version: '3.2' | state: Qualified, validFrom: '2025-01-01', validUntil: '2028-01-01' | -
          SecNumCloud, version: '3.2' | state: Qualified, validFrom: '2025-01-01', validUntil: '2028-01-02' | note: ENTRY.validUntil: SecNumCloud is granted for 3 years and this window is longer
          SecNumCloud, version: '3.2' | state: Qualified, validFrom: '2025-01-01', validUntil: '2055-01-01' | ENTRY.validUntil: the window from 2025-01-01 until 2055-01-01 is longer than 10 years
          HDS, version: '2'           | state: Qualified, validFrom: '2025-01-01', validUntil: '2035-01-01' | -
          HDS, version: '2'           | state: Qualified, validFrom: '2025-01-01', validUntil: '2035-01-02' | ENTRY.validUntil: the window from 2025-01-01 until 2035-01-02 is longer than 10 years
          SecNumCloud, version: '3.2' | state: Qualified, validFrom: '2022-03-08'                           | -
          SecNumCloud, version: '3.2' | state: Qualified, validFrom: '2022-03-07'                           | ENTRY.validFrom: SecNumCloud 3.2 was published on 2022-03-08, and nothing was qualified to it on 2022-03-07
          SecNumCloud, version: '3.2' | state: Qualified, announcedOn: '2019-01-01'                         | ENTRY.announcedOn: SecNumCloud 3.2 was published on 2022-03-08, and nothing was qualified to it on 2019-01-01
          SecNumCloud, version: '3.2' | state: Withdrawn, validFrom: '2019-01-01'                           | ENTRY.validFrom: SecNumCloud 3.2 was published on 2022-03-08, and nothing was qualified to it on 2019-01-01
          SecNumCloud, version: '3.1' | state: Qualified, validFrom: '2019-01-01'                           | -
          HDS, version: '2'           | state: Qualified, validFrom: '2024-04-25'                           | ENTRY.validFrom: HDS 2 was published on 2024-04-26, and nothing was qualified to it on 2024-04-25
          SecNumCloud, version: '3.2' | state: Qualified, announcedOn: '2026-03-01'                         | -
          SecNumCloud, version: '3.2' | state: Qualified, announcedOn: '2026-03-02'                         | ENTRY.announcedOn: is 2026-03-02, after today, and the state is Qualified
          SecNumCloud, version: '3.2' | state: InEvaluation, announcedOn: '2026-03-02'                      | -
          """)
  void windowsThatCannotBe(String scheme, String days, String told) {
    Translation translation = translate(qualified(scheme, days, ""));
    assertEquals(told == null ? "" : told.replace("ENTRY", ENTRY), told(translation));
    // Of an entry that cannot be true nothing is known: no rule passes on it. What takes something
    // away goes on doing so.
    boolean impossible =
        told != null && !told.startsWith("note") && !days.startsWith("state: Withdrawn");
    assertEquals(impossible, state(translation).isEmpty());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          scheme: SecNumCloud, version: '3.2', state: Suspended     | -
          scheme: SecNumCloud, version: v3.2, state: Suspended      | -
          scheme: secnumcloud, version: '3.2', state: Suspended     | OTHER.scheme: "secnumcloud" is not the name of a scheme and counts as SecNumCloud
          scheme: SecNumCloud-3.2, state: Withdrawn                 | OTHER.scheme: "SecNumCloud-3.2" is not the name of a scheme and counts as SecNumCloud
          scheme: SecNumCloud-3.2, version: '3.1', state: Withdrawn | OTHER.scheme: "SecNumCloud-3.2" is not the name of a scheme and counts as SecNumCloud / note: OTHER.version: is "3.1" and the scheme says "3.2", so this one counts for both / note: OTHER.version: no other entry of SecNumCloud in this offering is of version "3.1", so this one counts for all of them
          scheme: SecNumCloud-3.1, version: '3.2', state: Withdrawn | OTHER.scheme: "SecNumCloud-3.1" is not the name of a scheme and counts as SecNumCloud / note: OTHER.version: is "3.2" and the scheme says "3.1", so this one counts for both / note: OTHER.scheme: no other entry of SecNumCloud in this offering is of version "3.1", so this one counts for all of them
          scheme: SecNumCloud-3.2, version: '3.1', state: Qualified | note: OTHER.version: is "3.1" and the scheme says "3.2", so this one grants neither / note: OTHER.scheme: "SecNumCloud-3.2" is not SecNumCloud, and grants nothing of it
          scheme: SecNumCloud-3.2, state: Qualified                 | note: OTHER.scheme: "SecNumCloud-3.2" is not SecNumCloud, and grants nothing of it
          scheme: HDS2, state: InEvaluation                         | note: OTHER.scheme: "HDS2" is not HDS, and grants nothing of it
          scheme: SecNumCloud, version: '3.1', state: Withdrawn     | note: OTHER.version: no other entry of SecNumCloud in this offering is of version "3.1", so this one counts for all of them
          scheme: SecNumCloud, state: Withdrawn                     | -
          scheme: HDS, version: '1', state: Withdrawn               | note: OTHER.scheme: "HDS" is the scheme of no other entry in this offering (SecNumCloud), so nothing is taken away from another one
          scheme: C5, version: '2020', state: Qualified             | -
          scheme: EUCS, state: Withdrawn                            | note: OTHER.scheme: "EUCS" is the scheme of no other entry in this offering (SecNumCloud), so nothing is taken away from another one
          scheme: SNC, version: '3.2', state: Withdrawn             | OTHER.scheme: "SNC" is not the name of a scheme and counts as SecNumCloud
          scheme: BSI-C5, state: Withdrawn                          | OTHER.scheme: "BSI-C5" is not the name of a scheme and counts as C5 / note: OTHER.scheme: "BSI-C5" is the scheme of no other entry in this offering (SecNumCloud), so nothing is taken away from another one
          scheme: ISO/CEI-27001, state: Suspended                   | OTHER.scheme: "ISO/CEI-27001" is not the name of a scheme and counts as ISO27001 / note: OTHER.scheme: "ISO/CEI-27001" is the scheme of no other entry in this offering (SecNumCloud), so nothing is taken away from another one
          scheme: HDS/ISO27001, state: Suspended                    | OTHER.scheme: "HDS/ISO27001" is not the name of a scheme and counts as ISO27001 and HDS / note: OTHER.scheme: "HDS/ISO27001" is the scheme of no other entry in this offering (SecNumCloud), so nothing is taken away from another one
          scheme: HSD, state: Suspended                             | note: OTHER.scheme: "HSD" is the scheme of no other entry in this offering (SecNumCloud), so nothing is taken away from another one
          scheme: ENS, state: Withdrawn                             | note: OTHER.scheme: "ENS" is the scheme of no other entry in this offering (SecNumCloud), so nothing is taken away from another one
          scheme: ISO42001, state: Withdrawn                        | note: OTHER.scheme: "ISO42001" is the scheme of no other entry in this offering (SecNumCloud), so nothing is taken away from another one
          scheme: SecNum, state: Withdrawn                          | OTHER.scheme: "SecNum" looks like SecNumCloud, so nobody knows whether that is withdrawn
          scheme: PASSI/SecNum, state: Suspended                    | OTHER.scheme: "PASSI/SecNum" looks like SecNumCloud, so nobody knows whether that is suspended
          scheme: SOC2-Type1, state: Withdrawn                      | note: OTHER.scheme: "SOC2-Type1" is the scheme of no other entry in this offering (SecNumCloud), so nothing is taken away from another one
          scheme: PASSI/ISO27001x, state: Withdrawn                 | note: OTHER.scheme: "PASSI/ISO27001x" is the scheme of no other entry in this offering (SecNumCloud), so nothing is taken away from another one
          scheme: c5testat, state: Withdrawn                        | note: OTHER.scheme: "c5testat" is the scheme of no other entry in this offering (SecNumCloud), so nothing is taken away from another one
          scheme: AtosNCloud, state: Withdrawn                      | note: OTHER.scheme: "AtosNCloud" is the scheme of no other entry in this offering (SecNumCloud), so nothing is taken away from another one
          scheme: SecNumEdu, state: Withdrawn                       | note: OTHER.scheme: "SecNumEdu" is the scheme of no other entry in this offering (SecNumCloud), so nothing is taken away from another one
          scheme: NumCloud, state: Withdrawn                        | OTHER.scheme: "NumCloud" looks like SecNumCloud, so nobody knows whether that is withdrawn
          scheme: SecNumCloud-3.1, state: Withdrawn                 | OTHER.scheme: "SecNumCloud-3.1" is not the name of a scheme and counts as SecNumCloud / note: OTHER.scheme: no other entry of SecNumCloud in this offering is of version "3.1", so this one counts for all of them
          scheme: HDS/SecNumClaud, state: Withdrawn                 | OTHER.scheme: "HDS/SecNumClaud" is not the name of a scheme and counts as HDS / OTHER.scheme: "HDS/SecNumClaud" looks like SecNumCloud, so nobody knows whether that is withdrawn
          scheme: SecNumClaud, state: Withdrawn                     | OTHER.scheme: "SecNumClaud" looks like SecNumCloud, so nobody knows whether that is withdrawn
          scheme: ANSSI-Sec-Num-Claud, state: Withdrawn             | OTHER.scheme: "ANSSI-Sec-Num-Claud" looks like SecNumCloud, so nobody knows whether that is withdrawn
          scheme: MySeal, state: Qualified                          | -
          """)
  void aSlipInTheSchemeOrVersionOfADecisionIsSaid(String entry, String told) {
    Translation translation =
        translate(
            provider(
                "offerings: [{name: iaas, layers: [IaaS], qualifications: [{scheme: SecNumCloud,"
                    + " version: '3.2', state: Qualified, layers: [IaaS]}, {"
                    + entry
                    + "}]}]"));
    assertEquals(
        told == null ? "" : told.replace("OTHER", "spec.offerings[0].qualifications[1]"),
        told(translation));
  }

  /** A scheme that only this provider's users know is compared as well as a known one. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          scheme: MySeal, version: '1', state: Withdrawn  | -
          scheme: myseal, version: '1', state: Withdrawn  | -
          scheme: MySeal, version: '9', state: Withdrawn  | note: OTHER.version: no other entry of MySeal in this offering is of version "9", so this one counts for all of them
          scheme: MySael, state: Withdrawn                | note: OTHER.scheme: "MySael" is the scheme of no other entry in this offering (MySeal), so nothing is taken away from another one
          """)
  void aDecisionOnASchemeOfOnesOwn(String entry, String told) {
    Translation translation =
        translate(
            provider(
                "offerings: [{name: iaas, layers: [IaaS], qualifications: [{scheme: MySeal,"
                    + " version: '1', state: Qualified, layers: [IaaS]}, {"
                    + entry
                    + "}]}]"));
    assertEquals(
        told == null ? "" : told.replace("OTHER", "spec.offerings[0].qualifications[1]"),
        told(translation));
  }

  /** An asOf to come tells only which of two entries is the later one. It is 2026-03-01. */
  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        "Qualified, -,         ''",
        "Qualified, Qualified, ''",
        "Qualified, InEvaluation, ''",
        "Qualified, Suspended, 01",
        "Qualified, Withdrawn, 01",
        "Withdrawn, -,         0",
        "Withdrawn, Suspended, 01",
        "Qualified, Withdrawm, 01", // counts as withdrawn
      })
  void aDayToComeIsNotedBesideADecision(String first, String second, String noted) {
    String entry =
        "{scheme: HDS, version: '2', state: %s, provenance: {basis: RegulatorList, source: l,"
            + " asOf: '2026-03-02'}}";
    String told =
        told(
            translate(
                provider(
                    "offerings: [{name: iaas, layers: [IaaS], qualifications: ["
                        + entry.formatted(first)
                        + (second == null ? "" : ", " + entry.formatted(second))
                        + "]}]")));
    for (String item : List.of("0", "1")) {
      assertEquals(
          noted.contains(item),
          told.contains(
              "note: spec.offerings[0].qualifications["
                  + item
                  + "].provenance.asOf: is 2026-03-02, after today, and says nothing before that"
                  + " day"),
          told);
    }
  }

  /**
   * A day in the wrong year would put a decision off for years. Days that end before they begin are
   * an error, and not known. A day to come is a note, which says where nobody knows whether it is
   * meant. It is 2026-03-01.
   */
  @ParameterizedTest(name = "{0}: {4}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          state: Withdrawn, validFrom: '2026-03-01'                           | Withdrawn | 2026-03-01 | - | -
          state: Withdrawn, validFrom: '2026-03-02'                           | Withdrawn | 2026-03-02 | - | note: ENTRY.validFrom: is 2026-03-02, after today, and nothing is taken away before that day
          state: Suspended, validFrom: '2027-03-01'                           | Suspended | 2027-03-01 | - | note: ENTRY.validFrom: is 2027-03-01, after today, and nothing is taken away before that day
          state: Suspended, validFrom: '2027-03-02'                           | Suspended | 2027-03-02 | - | note: ENTRY.validFrom: is 2027-03-02, more than a year after it was stated, so nobody knows whether it is meant
          state: Suspended, validFrom: '2027-03-01', PROVENANCE               | Suspended | 2027-03-01 | - | note: ENTRY.validFrom: is 2027-03-01, after today, and nothing is taken away before that day
          state: Withdrawn, validFrom: '2062-05-01', PROVENANCE               | Withdrawn | 2062-05-01 | - | note: ENTRY.validFrom: is 2062-05-01, more than a year after it was stated, so nobody knows whether it is meant
          state: Withdrawn, validFrom: '2062-05-01', COPIED               | Withdrawn | 2062-05-01 | - | note: ENTRY.validFrom: is 2062-05-01, more than a year after it was stated, so nobody knows whether it is meant / note: ENTRY.provenance.asOf: is 2062-05-01, after today, and says nothing before that day
          state: Withdrawn, validFrom: '2026-02-01', validUntil: '2025-12-31' | Withdrawn | - | - | ENTRY.validUntil: validFrom is after validUntil
          state: Suspended, validFrom: '2026-02-01', validUntil: '2025-12-31' | Suspended | - | - | ENTRY.validUntil: validFrom is after validUntil
          state: Withdrawn, validFrom: '2062-02-01', validUntil: '2026-12-31' | Withdrawn | - | - | ENTRY.validUntil: validFrom is after validUntil
          state: withdrawn, validFrom: '2019-02-01'                           | Withdrawn | 2019-02-01 | - | ENTRY.validFrom: SecNumCloud 3.2 was published on 2022-03-08, and nothing was qualified to it on 2019-02-01
          state: Qualified, validFrom: '2027-03-02'                           | Qualified | 2027-03-02 | - | -
          state: Qualifed, validFrom: '2028-01-01'                            | Withdrawn | 2028-01-01 | - | -
          """)
  void aDecisionIsNotPutOffByASlipInItsDay(
      String entry, String state, String from, String until, String told) {
    Translation translation =
        translate(
            provider(
                "offerings: [{name: iaas, layers: [IaaS], qualifications: [{scheme: SecNumCloud,"
                    + " version: '3.2', "
                    + entry
                        .replace(
                            "PROVENANCE", "provenance: {basis: RegulatorList, asOf: '2026-03-01'}")
                        .replace("COPIED", "provenance: {basis: RegulatorList, asOf: '2062-05-01'}")
                    + "}]}]"));
    assertEquals(told == null ? "" : told.replace("ENTRY", ENTRY), told(translation));
    Provider.Qualification read =
        translation.estate().providers().get(0).offerings().get(0).qualifications().get(0);
    assertEquals(from, read.validFrom() == null ? null : read.validFrom().toString());
    assertEquals(until, read.validUntil() == null ? null : read.validUntil().toString());
    assertEquals(state, read.state());
  }

  /** Who asks of a day in the past reads what was stated since: that is no slip. */
  @Test
  void whatWasStatedBeforeTheRealDayCounts() {
    String object =
        provider(
            "offerings: [{name: iaas, layers: [IaaS], qualifications: [{scheme: HDS, state:"
                + " Withdrawn, validFrom: '2027-04-01', provenance: {basis: RegulatorList, asOf:"
                + " '2027-04-01'}}]}]");
    for (String real : List.of("2026-03-01", "2027-03-31", "2027-04-01", "2027-06-01")) {
      Translation translation = translated(object, "2026-03-01", real);
      boolean stated = real.compareTo("2027-04-01") >= 0;
      assertEquals(
          "note: "
              + ENTRY
              + ".validFrom: is 2027-04-01, "
              + (stated
                  ? "after today, and nothing is taken away before that day"
                  : "more than a year after it was stated, so nobody knows whether it is meant"
                      + " / note: "
                      + ENTRY
                      + ".provenance.asOf: is 2027-04-01, after today, and says nothing before that"
                      + " day"),
          told(translation),
          real);
    }
  }

  /**
   * A version is asked of each scheme that a decision is of, and a slip of one of them is told
   * beside what it takes away of the other one.
   */
  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          HDS/ISO27001    | 2    | note: OTHER.version: no other entry of ISO27001 in this offering is of version "2", so this one counts for all of them
          HDS/ISO27001    | 2022 | note: OTHER.version: no other entry of HDS in this offering is of version "2022", so this one counts for all of them
          HDS/ISO27001    | 9    | note: OTHER.version: no other entry of ISO27001 and HDS in this offering is of version "9", so this one counts for all of them
          HDS/SecNumCloud | 2    | -
          HDS/ISO2701     | 2    | OTHER.scheme: "HDS/ISO2701" looks like ISO27001, so nobody knows whether that is withdrawn
          """)
  void eachSchemeOfADecisionIsLookedAt(String scheme, String version, String told) {
    Translation translation =
        translate(
            provider(
                "offerings: [{name: iaas, layers: [IaaS], qualifications: [{scheme: HDS, version:"
                    + " '2', state: Qualified}, {scheme: ISO27001, version: '2022', state:"
                    + " Qualified}, "
                    + "{scheme: %s, version: '%s', state: Withdrawn}]}]"
                        .formatted(scheme, version)));
    assertEquals(
        told == null ? "" : told.replace("OTHER", "spec.offerings[0].qualifications[2]"),
        Stream.of(told(translation).split(" / "))
            .filter(one -> !one.contains(" counts as "))
            .collect(Collectors.joining(" / ")));
  }

  /**
   * A day of the real world is not known before it comes, of a grant as of a decision: nobody knows
   * which of them is the later one. It is told as it is stated.
   */
  @ParameterizedTest(name = "decision as of {0}, grant as of {1}, read on {2}: taken away {3}")
  @CsvSource({
    "2026-05-01, 2026-07-01, 2026-07-01, false",
    "2026-05-01, 2026-07-02, 2026-07-01, true",
    "2026-05-01, 2027-04-01, 2026-07-01, true",
    "2026-05-01, 2027-04-01, 2027-03-31, true",
    "2026-05-01, 2027-04-01, 2027-04-01, false",
    "2026-07-02, 2026-07-02, 2026-07-01, true",
    "2026-05-01, 2026-04-30, 2026-07-01, true"
  })
  void whatIsStatedLaterThanTodayIsNotKnown(
      String decided, String granted, String real, boolean taken) {
    Provider provider =
        translated(
                provider(
                    """
                    offerings: [{name: iaas, layers: [IaaS], qualifications: [\
                    {scheme: HDS, state: Withdrawn, validFrom: '2026-04-01', \
                    provenance: {basis: RegulatorList, asOf: '%s'}}, \
                    {scheme: HDS, state: Qualified, validFrom: '2026-06-01', \
                    provenance: {basis: RegulatorList, asOf: '%s'}}]}]\
                    """
                        .formatted(decided, granted)),
                "2026-07-01",
                real)
            .estate()
            .providers()
            .get(0);
    Provider.Offering offering = provider.offerings().get(0);
    Provider.Qualification grant = offering.qualifications().get(1);
    assertEquals(
        taken,
        Revocation.of(
                offering,
                grant,
                new Revocation.Asked(null, List.of(), List.of(), LocalDate.parse("2026-07-01")))
            != null);
    assertEquals(LocalDate.parse(granted), grant.provenance().asOf());
    assertEquals(LocalDate.parse(decided), offering.qualifications().get(0).provenance().asOf());
    for (String day : List.of(decided, granted)) {
      assertTrue(
          DatedFacts.of(provider).turns().contains(LocalDate.parse(day)),
          "the day on which it is known, whether it has come or not: " + day);
    }
  }

  /** Of an activity or a layer that nothing else has nothing is taken away: it may be a slip. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          scheme: HDS, state: Withdrawn, activities: ['1']            | -
          scheme: HDS, state: Withdrawn, activities: ['5']            | -
          scheme: HDS, state: Withdrawn, activities: [a, '1']         | -
          scheme: HDS, state: Withdrawn                               | -
          scheme: HDS, state: Suspended, activities: [hosting]        | note: OTHER.activities: no other entry of HDS in this offering has activity "hosting", so nothing is taken away
          scheme: HDS, state: Suspended, activities: [b, a]           | note: OTHER.activities: no other entry of HDS in this offering has activity "b", "a", so nothing is taken away
          scheme: HDS, state: Suspended, activities: [backp]          | OTHER.activities: no other entry of HDS in this offering has activity "backp", so nobody knows what is suspended
          scheme: HDS, state: Withdrawn, activities: ['5'], layers: [IaaS] | note: OTHER: no other entry of HDS in this offering has its version, layers and activities together, so nothing is taken away
          scheme: HDS, state: Suspended, activities: ['3']            | note: OTHER.activities: no other entry of HDS in this offering has activity "3", so nothing is taken away
          scheme: HDS, state: Qualified, activities: [hosting]        | -
          scheme: SecNumCloud, state: Withdrawn, activities: ['1']    | note: OTHER.scheme: "SecNumCloud" is the scheme of no other entry in this offering (HDS), so nothing is taken away from another one
          scheme: HDS, state: Withdrawn, layers: [IaaS, SaaS]         | -
          scheme: HDS, state: Withdrawn, layers: [PaaS]               | -
          scheme: HDS, state: Withdrawn, layers: [SaaS]               | note: OTHER.layers: no other entry of HDS in this offering has layer "SaaS", so nothing is taken away
          """)
  void aDecisionOnWhatNothingHasIsSaid(String entry, String told) {
    Translation translation =
        translate(
            provider(
                "offerings: [{name: base, layers: [IaaS], qualifications: [{scheme: HDS, state:"
                    + " Qualified, layers: [IaaS], activities: ['1', '2']}, {"
                    + entry
                    + "}, {scheme: HDS, state: InEvaluation, layers: [PaaS], activities: ['5',"
                    + " backup]}]}]"));
    assertEquals(
        told == null ? "" : told.replace("OTHER", "spec.offerings[0].qualifications[1]"),
        told(translation));
  }

  /** Most likely it was written into the wrong one. */
  @Test
  void aDecisionOfWhatOnlyAnotherOfferingHasIsSaid() {
    Translation translation =
        translate(
            provider(
                "offerings: [{name: iaas, layers: [IaaS], qualifications: [{scheme: MySeal, state:"
                    + " Withdrawn, layers: [IaaS]}]}, {name: caas, layers: [CaaS], qualifications:"
                    + " [{scheme: MySeal, state: Qualified, layers: [CaaS]}]}]"));
    assertEquals(
        "note: "
            + ENTRY
            + ".scheme: \"MySeal\" is the scheme of no other entry in this offering, so nothing is"
            + " taken away from another one",
        told(translation));
  }

  /** Where nothing is granted, nothing can be hidden. */
  @Test
  void aDecisionAloneIsNoError() {
    Translation translation =
        translate(
            provider(
                "offerings: [{name: iaas, layers: [IaaS], qualifications: [{scheme: MySeal, state:"
                    + " Withdrawn, layers: [IaaS]}]}]"));
    assertEquals("", told(translation));
  }

  @ParameterizedTest(name = "signed on {0}, {1}: {3}")
  @CsvSource({
    "2025-01-01, true, 2025-01-01, false",
    "2020-06-01, true, 2025-01-01, true",
    "2020-06-01, false, 2025-01-01, false", // it does not say so
  })
  void anAgreementDoesNotSpeakOfWhatCameAfterIt(
      String signed, boolean states, String from, boolean warned) {
    Translation translation =
        translate(
            qualified(
                "SecNumCloud, version: '3.2'",
                "state: Qualified, validFrom: '" + from + "', validUntil: '2027-12-31'",
                ", signedOn: '" + signed + "', statesQualifiedService: " + states));
    assertEquals(
        warned
            ? "note: spec.offerings[0].agreement.signedOn: the agreement of 2020-06-01 states a"
                + " qualified service, and the first qualification recorded for the offering is of"
                + " 2025-01-01"
            : "",
        told(translation));
  }

  @ParameterizedTest(name = "{0} at {1}, {2}: {3}")
  @CsvSource({
    "FR, 48.92, 2.37, true", // Saint-Denis
    "FR, 43.31, 5.37, true", // Marseille
    "FR, 48.585, 7.797, true", // Strasbourg, by the Rhine
    "FR, 50.99, 2.13, true", // Gravelines
    "FR, 41.92, 8.74, true", // Ajaccio
    "FR, 39.04, -77.49, false", // Ashburn, Virginia
    "US, 39.04, -77.49, true",
    "FR, -21.1, 55.5, false", // La Reunion has a code of its own
    "RE, -21.1, 55.5, true",
    "GP, 16.2, -61.5, true",
    "ES, 28.1, -15.4, true", // Las Palmas
    "DE, 52.4, 13.07, true", // Potsdam
    "DE, 48.85, 2.35, false",
    "IE, 53.35, -6.26, true",
    "SG, 1.35, 103.8, true",
    "TV, -8.5, 179.2, true", // no box: nothing is said
  })
  void coordinatesOutsideOfTheCountry(
      String country, String latitude, String longitude, boolean possible) {
    String zone =
        API
            + "kind: AvailabilityZone\n"
            + "metadata: {name: z}\n"
            + "spec: {provider: acme, region: r, site: s,"
            + " capacity: {cpu: 1}, target: {nodeSelector: {zone: z}}, location: {country: %s, latitude:"
                .formatted(country)
            + " '%s', longitude: '%s'}}\n".formatted(latitude, longitude);
    assertEquals(
        possible
            ? ""
            : "spec.location.latitude: %s, %s is not in %s".formatted(latitude, longitude, country),
        told(translate(provider("displayName: Acme") + zone)));
  }

  private static String held(String... holders) {
    return provider(
        "legalEntity: {name: Acme SAS}, ownership: {holders: ["
            + String.join(", ", holders)
            + "]}");
  }

  private static String holder(String name, String of, String country, String percent) {
    return "{name: '%s', of: '%s', country: %s, controlledFrom: %s, capitalPercent: '%s', votesPercent: '%s'}"
        .formatted(name, of, country, country, percent, percent);
  }

  @Test
  void spacesAndLetterCaseMakeNoOtherHolder() {
    Translation translation =
        translate(
            held(
                holder("Google", "Acme SAS", "US", "15"),
                holder("google ", "acme  sas", "US", "15"),
                holder("Family", "Acme", "FR", "70")));
    assertEquals("", told(translation));
    Provider provider = translation.estate().providers().get(0);
    Shareholding shares = Shareholding.of(provider);
    assertEquals(List.of(), shares.contradictions());
    assertEquals(0, new BigDecimal("30").compareTo(shares.capital().largestNonEU()));
    assertEquals("Google", shares.capital().largestHolder());
  }

  @ParameterizedTest(name = "{0} ({1}) and {2} ({3}): {4}")
  @CsvSource({
    "Google, US, Google LLC, US, true",
    "Google, US, Gogle, US, true",
    "Google, US, Google LLC, IE, false", // two companies of one group
    "Thales, FR, Thales S.A., FR, false", // one-letter words are not a legal form
    "Thales, FR, Thales SA, FR, true",
    "Fund A, FR, Fund B, FR, false",
    "Fund 1, FR, Fund 2, FR, false",
    "Orange, FR, Capgemini, FR, false",
  })
  void nearlyTheSameNameOfOneCountryIsAskedAbout(
      String a, String country, String b, String other, boolean warned) {
    String told =
        told(
            translate(
                held(holder(a, "Acme SAS", country, "10"), holder(b, "Acme SAS", other, "10"))));
    assertEquals(
        warned
            ? "note: spec.ownership.holders[1].name: \"%s\" and \"%s\" count as two holders and look like one"
                .formatted(b, a)
            : "",
        told);
  }

  @ParameterizedTest(name = "asked for by {0}, approved by {1}: one person {2}")
  @CsvSource({"'a', 'A', true", "'Anne Roux', ' anne roux ', true", "a, b, false"})
  void onePersonWrittenInTwoWays(String asks, String approves, boolean same) {
    String waiver =
        API
            + "kind: SovereigntyWaiver\n"
            + "metadata: {name: w, namespace: shop}\n"
            + "spec: {policyRef: p, rule: r, workloadRef: {name: web}, reason: because it must,"
            + " notBefore: '2026-02-01T00:00:00Z', expirationTime: '2026-04-01T00:00:00Z',"
            + " requestedBy: '"
            + asks
            + "', approvedBy: '"
            + approves
            + "'}\n";
    String told = told(translate(waiver));
    assertEquals(
        same,
        told.contains("a waiver is requested by one person and approved by another one"),
        told);
  }
}
