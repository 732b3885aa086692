package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.CloudProviderStatus;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderStatusTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /** It comes first, as a long message is cut at its end. */
  private static final String ADVICE =
      "record the renewal with its source, or what asks for it may be in breach: ";

  private static final Estate EMPTY =
      new Estate(NOW, List.of(), List.of(), List.of(), List.of(), List.of());

  /**
   * The day itself is inside at both ends; the day is that of Paris, where it is tomorrow from
   * 23:00 UTC in winter.
   */
  @ParameterizedTest
  @CsvSource({
    "2026-03-01, 2026-03-01, 2026-03-01T12:00:00Z, Qualified",
    "2026-03-02, 2027-03-01, 2026-03-01T12:00:00Z, NotYetValid",
    "2026-03-02, 2027-03-01, 2026-03-01T23:30:00Z, Qualified",
    "2023-03-01, 2026-02-28, 2026-03-01T12:00:00Z, Expired",
    "2023-03-01, 2026-03-01, 2026-03-01T23:30:00Z, Expired",
    "2023-03-01, ,           2026-03-01T12:00:00Z, WindowUnknown",
    ", 2027-03-01,           2026-03-01T12:00:00Z, WindowUnknown"
  })
  void windows(LocalDate from, LocalDate until, Instant now, String expected) {
    CloudProviderStatus status =
        status(provider(List.of(qualification("Qualified", from, until)), null), now);
    assertEquals(expected, status.offerings().get(0).qualification());
  }

  @Test
  void anAnnouncementIsNoWindowAndNoQualification() {
    CloudProviderStatus status =
        status(provider(List.of(qualification("InEvaluation", null, null)), null), NOW);
    assertEquals("InEvaluation", status.offerings().get(0).qualification());
    assertNull(status.nextExpiry());
    assertEquals(
        "NotQualified", status(provider(List.of(), null), NOW).offerings().get(0).qualification());
  }

  @Test
  void aDecisionBesideItCountsFromItsDayOn() {
    LocalDate until = LocalDate.parse("2028-01-01");
    Provider provider =
        provider(
            List.of(
                qualification("Qualified", LocalDate.parse("2025-01-01"), until),
                qualification("Withdrawn", LocalDate.parse("2026-03-02"), until)),
            null);
    assertEquals(
        "Qualified",
        status(provider, Instant.parse("2026-03-01T12:00:00Z")).offerings().get(0).qualification());
    assertEquals(
        "Withdrawn",
        status(provider, Instant.parse("2026-03-02T12:00:00Z")).offerings().get(0).qualification());
  }

  @Test
  void nextExpiryIsTheEarliestStillToCome() {
    CloudProviderStatus status =
        status(
            provider(
                List.of(
                    qualification(
                        "Qualified", LocalDate.parse("2020-01-01"), LocalDate.parse("2026-02-28")),
                    qualification(
                        "Qualified", LocalDate.parse("2025-01-01"), LocalDate.parse("2028-01-01")),
                    qualification(
                        "Qualified", LocalDate.parse("2024-01-01"), LocalDate.parse("2027-01-01"))),
                null),
            NOW);
    assertEquals("2027-01-01", status.nextExpiry());
  }

  /**
   * What an entry beside it takes away is not told as ending, and what one will take away ends
   * before. It is 2026-03-01.
   */
  @ParameterizedTest(name = "{0} from {1} until {2}: {3}")
  @CsvSource({
    "Withdrawn, 2026-02-01, ,",
    "Withdrawn, 2026-03-15, , 2026-03-14",
    "Withdrawn, 2026-04-02, , 2026-04-01",
    "Suspended, 2026-02-01, 2026-03-31, 2026-04-01",
    "Suspended, 2026-02-01, 2026-04-01,",
  })
  void whatWasTakenAwayDoesNotEnd(
      String state, LocalDate from, @Nullable LocalDate until, @Nullable String end) {
    CloudProviderStatus status =
        status(
            provider(
                List.of(
                    qualification(
                        "Qualified", LocalDate.parse("2024-01-01"), LocalDate.parse("2026-04-01")),
                    qualification(state, from, until)),
                null),
            NOW);
    assertEquals(end, status.nextExpiry());
    Condition ahead = Conditions.find(status.conditions(), "LapseAhead");
    assertEquals(
        end == null
            ? null
            : "offerings[o].qualifications[SecNumCloud] ends on "
                + end
                + "; record its renewal with its source",
        ahead == null ? null : ahead.getMessage());
  }

  /** What has lapsed is not to look better than what will; a window that was renewed has not. */
  @ParameterizedTest
  @CsvSource({"2026-02-28, true", "2027-01-01, false"})
  void whatHasLapsedIsNamedWithItsDay(LocalDate renewed, boolean lapsed) {
    CloudProviderStatus status =
        status(
            provider(
                List.of(
                    qualification(
                        "Qualified", LocalDate.parse("2020-01-01"), LocalDate.parse("2026-02-27")),
                    qualification("Qualified", LocalDate.parse("2024-01-01"), renewed)),
                null),
            NOW);
    Condition told = Conditions.find(status.conditions(), "QualificationLapsed");
    assertEquals(
        lapsed
            ? "True Expired "
                + ADVICE
                + "the last day of SecNumCloud 3.2 of offering o is 2026-02-28"
            : null,
        told == null ? null : told.getStatus() + " " + told.getReason() + " " + told.getMessage());
  }

  /**
   * What ended on 2026-01-01 is only replaced by what is qualified today, for its layers and its
   * activities. It is 2026-03-01.
   */
  @ParameterizedTest(name = "{0} {1} {2} {3} from {4} until {5}: {6}")
  @CsvSource(
      nullValues = "-",
      value = {
        "SecNumCloud, Qualified,    IaaS+CaaS,      1+2,   2026-01-02, 2029-01-01, -",
        "SecNumCloud, Qualified,    IaaS+CaaS,      1+2,   2026-03-02, 2029-01-01, all",
        "SecNumCloud, Qualified,    IaaS+CaaS,      1+2,   2026-01-02, -,          all",
        "SecNumCloud, Qualified,    IaaS+CaaS,      1+2,   -,          -,          all",
        "SecNumCloud, InEvaluation, IaaS+CaaS,      1+2,   -,          -,          all",
        "SecNumCloud, Suspended,    IaaS+CaaS,      3,     2025-01-01, 2029-01-01, all",
        "SecNumCloud, Qualified,    IaaS,           1+2,   2026-01-02, 2029-01-01, CaaS",
        "SecNumCloud, Qualified,    PaaS,           1+2,   2026-01-02, 2029-01-01, all",
        "SecNumCloud, Qualified,    -,              1+2,   2026-01-02, 2029-01-01, all",
        "SecNumCloud, Qualified,    IaaS+CaaS+PaaS, 1,     2026-01-02, 2029-01-01, all",
        "SecNumCloud, Qualified,    IaaS+CaaS,      1+2+3, 2026-01-02, 2029-01-01, -",
        "HDS,         Qualified,    IaaS+CaaS,      1+2,   2026-01-02, 2029-01-01, all"
      })
  void whatHasLapsedIsReplacedByItsLikeOnly(
      String scheme,
      String state,
      String layers,
      String activities,
      LocalDate from,
      LocalDate until,
      String lapsed) {
    Provider.Qualification ended =
        qualification("SecNumCloud", "Qualified", "IaaS+CaaS", "1+2", "2023-01-01", "2026-01-01");
    Provider.Qualification other =
        qualification(
            scheme,
            state,
            layers,
            activities,
            from == null ? null : from.toString(),
            until == null ? null : until.toString());
    for (List<Provider.Qualification> entries :
        List.of(List.of(ended, other), List.of(other, ended))) {
      assertEquals(
          lapsed == null
              ? null
              : ADVICE
                  + "the last day of SecNumCloud 3.2 of offering o"
                  + (lapsed.equals("all") ? "" : " for " + lapsed)
                  + " is 2026-01-01",
          lapsed(entries));
    }
  }

  @Test
  void everySchemeAndEveryLayerThatHasLapsedIsTold() {
    assertEquals(
        ADVICE
            + "the last day of HDS 3.2 of offering o is 2026-01-31; the last day of SecNumCloud 3.2 of"
            + " offering o for CaaS is 2025-06-30; the last day of SecNumCloud 3.2 of offering o is"
            + " 2026-01-01",
        lapsed(
            List.of(
                qualification("SecNumCloud", "Qualified", "IaaS+CaaS", null, null, "2025-06-30"),
                qualification("SecNumCloud", "Qualified", "IaaS", null, null, "2026-01-01"),
                qualification("HDS", "Qualified", null, null, null, "2026-01-31"))));
  }

  /** What ended is of HDS 1, 2 and 3 on IaaS; the renewal is as two entries. */
  @ParameterizedTest(name = "{0}: {1} and {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "IaaS, 1+2,   3,   -",
        "IaaS, 1+2,   2,   all",
        "IaaS, '1+2 ', 3,  -",
        "iaas, 1+2,   3,   -",
        "PaaS, 1+2,   3,   all",
        "IaaS, 1+2+3, -,   -"
      })
  void aRenewalInTwoEntries(String layer, String first, String second, String lapsed) {
    List<Provider.Qualification> entries =
        List.of(
            qualification("HDS", "Qualified", "IaaS", "1+2+3", "2023-01-01", "2026-01-01"),
            qualification("HDS", "Qualified", layer, first, "2026-01-02", "2029-01-01"),
            qualification("HDS", "Qualified", layer, second, "2026-01-02", "2029-01-01"),
            qualification("ENS", "Withdrawn", "IaaS", null, "2026-01-02", null));
    assertEquals(lapsed == null, lapsed(entries) == null);
  }

  /** What replaced it was withdrawn for one of its layers. */
  @Test
  void whatIsWithdrawnOfARenewalIsNotReplaced() {
    assertEquals(
        ADVICE + "the last day of HDS 3.2 of offering o for CaaS is 2026-01-01",
        lapsed(
            List.of(
                qualification("HDS", "Qualified", "IaaS+CaaS", null, "2023-01-01", "2026-01-01"),
                qualification("HDS", "Qualified", "IaaS+CaaS", null, "2026-01-02", "2029-01-01"),
                qualification("HDS", "Suspended", "CaaS", null, "2026-02-01", null))));
  }

  /** An entry beside it says that it was taken away: it is not waiting for a renewal. */
  @Test
  void whatWasWithdrawnHasNotLapsed() {
    assertNull(
        lapsed(
            List.of(
                qualification("HDS", "Qualified", "IaaS", null, "2023-01-01", "2026-01-01"),
                qualification("HDS", "Withdrawn", "IaaS", null, "2025-01-01", null))));
  }

  /** Its scheme and its version state two: nobody knows which of them was renewed. */
  @ParameterizedTest(name = "{0} 3.2: {1}")
  @CsvSource({"SecNumCloud-3.1, true", "SecNumCloud-3.2, false"})
  void aRenewalOfTwoVersionsReplacesNothing(String scheme, boolean lapsed) {
    assertEquals(
        lapsed,
        lapsed(
                List.of(
                    qualification(scheme, "Qualified", "IaaS", null, "2023-01-01", "2026-01-01"),
                    qualification(scheme, "Qualified", "IaaS", null, "2026-01-02", "2028-12-31")))
            != null);
  }

  /** Of which scheme a decision is nobody knows: that it is qualified is not known either. */
  @Test
  void aDecisionOfASchemeThatNobodyKnowsIsNoQualification() {
    List<Provider.Qualification> entries =
        List.of(
            qualification("SecNumCloud", "Qualified", "IaaS", null, "2025-01-01", "2027-12-31"),
            qualification("SecNum", "Withdrawn", "IaaS", null, "2026-01-01", null));
    assertEquals(
        "WindowUnknown", status(provider(entries, null), NOW).offerings().get(0).qualification());
  }

  private static String lapsed(List<Provider.Qualification> entries) {
    Condition told =
        Conditions.find(status(provider(entries, null), NOW).conditions(), "QualificationLapsed");
    return told == null ? null : told.getMessage();
  }

  private static Provider.Qualification qualification(
      String scheme, String state, String layers, String activities, String from, String until) {
    return new Provider.Qualification(
        scheme,
        "3.2",
        state,
        layers == null ? List.of() : List.of(layers.split("\\+")),
        activities == null ? List.of() : List.of(activities.split("\\+")),
        null,
        from == null ? null : LocalDate.parse(from),
        until == null ? null : LocalDate.parse(until),
        Provenance.NONE);
  }

  /** 19.6.b: 24 % alone and 39 % together; the threshold itself is inside. */
  @ParameterizedTest
  @CsvSource({
    "24, 0, True, WithinThresholds",
    "24.01, 0, False, IndividualShareTooHigh",
    "20, 19, True, WithinThresholds",
    "20, 19.5, False, CollectiveShareTooHigh"
  })
  void ownership(String first, String second, String status, String reason) {
    BigDecimal rest =
        new BigDecimal("100").subtract(new BigDecimal(first)).subtract(new BigDecimal(second));
    Provider.Ownership ownership =
        new Provider.Ownership(
            List.of(
                holder("Alpha", "US", first),
                holder("Beta", "US", second),
                holder("Gamma", "FR", rest.toPlainString())),
            false,
            false,
            Provenance.NONE);
    Condition condition =
        Conditions.find(
            status(provider(List.of(), ownership), NOW).conditions(), "OwnershipWithinThresholds");
    assertEquals(status, condition.getStatus());
    assertEquals(reason, condition.getReason());
  }

  /**
   * A holder without country and control: its share may belong to somebody outside. 30 % could lift
   * 20 % above 39 % together; 4 % beside 20 % stays at 24 % alone, which is inside, and 4.01 % does
   * not. What is above the threshold already stays above it.
   */
  @ParameterizedTest
  @CsvSource({
    "20, 30, Unknown, OwnershipUnresolved",
    "20, 4, True, WithinThresholds",
    "20, 4.01, Unknown, OwnershipUnresolved",
    "25, 30, False, IndividualShareTooHigh"
  })
  void whatIsNotResolvedCouldCrossAThreshold(
      String outside, String unresolved, String status, String reason) {
    BigDecimal rest =
        new BigDecimal("100")
            .subtract(new BigDecimal(outside))
            .subtract(new BigDecimal(unresolved));
    Provider.Ownership ownership =
        new Provider.Ownership(
            List.of(
                holder("Alpha", "US", outside),
                new Provider.Holder(
                    "Beta",
                    "p",
                    null,
                    null,
                    new BigDecimal(unresolved),
                    new BigDecimal(unresolved),
                    null),
                holder("Gamma", "FR", rest.toPlainString())),
            false,
            false,
            Provenance.NONE);
    CloudProviderStatus all = status(provider(List.of(), ownership), NOW);
    Condition condition = Conditions.find(all.conditions(), "OwnershipWithinThresholds");
    assertEquals(status, condition.getStatus());
    assertEquals(reason, condition.getReason());
    assertEquals(unresolved, all.unresolvedPercent());
  }

  /** The condition is the rule's verdict, in its words. */
  @Test
  void theConditionSaysWhatTheRuleSays() {
    Provider.Ownership ownership =
        new Provider.Ownership(
            List.of(holder("Alpha", "US", "24.5"), holder("Gamma", "FR", "75.5")),
            false,
            false,
            Provenance.NONE);
    Condition condition =
        Conditions.find(
            status(provider(List.of(), ownership), NOW).conditions(), "OwnershipWithinThresholds");
    assertEquals(
        "Alpha has 24.5 % of the capital of p, accepted: 24, Alpha has 24.5 % of the votes of p,"
            + " accepted: 24; use a zone of another provider (SecNumCloud 19.6.b)",
        condition.getMessage());
  }

  @Test
  void whatIsNotStatedIsUnknown() {
    CloudProviderStatus status = status(provider(List.of(), null), NOW);
    Condition condition = Conditions.find(status.conditions(), "OwnershipWithinThresholds");
    assertEquals("Unknown", condition.getStatus());
    assertEquals("OwnershipUnknown", condition.getReason());
    assertNull(status.nonEUCapitalPercent());
  }

  private static Provider.Holder holder(String name, String country, String percent) {
    return new Provider.Holder(
        name, "p", country, country, new BigDecimal(percent), new BigDecimal(percent), null);
  }

  private static Provider.Qualification qualification(
      String state, LocalDate from, LocalDate until) {
    return new Provider.Qualification(
        "SecNumCloud",
        "3.2",
        state,
        List.of("IaaS"),
        List.of(),
        LocalDate.parse("2025-04-17"),
        from,
        until,
        Provenance.NONE);
  }

  private static Provider provider(
      List<Provider.Qualification> qualifications, Provider.Ownership ownership) {
    return new Provider(
        "p",
        "p",
        null,
        ownership,
        List.of(),
        null,
        List.of(
            new Provider.Offering(
                "o", List.of("IaaS"), List.of(), List.of(), null, qualifications)));
  }

  /** What is legal and still worth knowing makes nothing not Ready, and is told. */
  @Test
  void notesOnFactsAreTold() {
    CloudProvider object = new CloudProvider();
    object.setMetadata(new ObjectMetaBuilder().withName("p").withGeneration(3L).build());
    Condition ready =
        Conditions.find(
            ProviderStatus.of(
                    object,
                    provider(List.of(), null),
                    List.of(),
                    List.of("spec.ownership: worth knowing"),
                    EMPTY,
                    NOW)
                .conditions(),
            "Ready");
    assertEquals("True", ready.getStatus());
    assertTrue(
        ready.getMessage().endsWith("; note: spec.ownership: worth knowing"), ready.getMessage());
  }

  private static CloudProviderStatus status(Provider provider, Instant now) {
    CloudProvider object = new CloudProvider();
    object.setMetadata(new ObjectMetaBuilder().withName("p").withGeneration(3L).build());
    return ProviderStatus.of(object, provider, List.of(), List.of(), EMPTY, now);
  }
}
