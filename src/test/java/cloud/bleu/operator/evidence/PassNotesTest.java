package cloud.bleu.operator.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.evidence.change.NotesInForce;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.policy.SignatureCheck;
import cloud.bleu.translate.zone.ObservedState;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lives of waivers, live drills and break-glasses leave in the chain. */
class PassNotesTest {

  private static final Instant ASKED = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant BEGIN = Instant.parse("2026-12-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-12-20T00:00:00Z");

  private static final String WAIVER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyWaiver
      metadata: {name: late, namespace: default, uid: w-1}
      spec:
        policyRef: abroad
        rule: place
        workloadRef: {name: web}
        reason: Jeanne Martin comes back in January
        notBefore: "%s"
        expirationTime: "%s"
        requestedBy: anne
        approvedBy: bernard
      """
          .formatted(BEGIN, END);

  private PassNotes chronicle = new PassNotes(Duration.ofDays(365));
  private List<Placement> placements = List.of();
  private List<ResilienceDrill> drills = List.of();

  @Test
  void eachStepOfALiveDrillIsRecordedOnceWhoeverLeads() {
    chronicle.last(ASKED);
    NotesInForce chain = new NotesInForce();
    List<ChainNote> said = new ArrayList<>();
    drills = List.of(drill("live: {phase: Moving, began: \"2026-11-24T12:00:00Z\", %s}"));
    assertEquals(List.of(EntryKinds.DRILL_BEGAN), kinds(recorded(said, chain)));
    assertEquals(List.of(), recorded(said, chain));
    another(chain);
    assertEquals(List.of(), recorded(said, chain), "who takes over goes on");
    String run =
        "history: [{at: \"2026-11-24T12:00:00Z\", scope: site s-a, cause: Once, verdict: Aborted,"
            + " mode: Live, ended: \"2026-11-24T12:01:00Z\", abortedBy: AbortRequested}]";
    drills =
        List.of(drill(run + ", live: {phase: Returning, began: \"2026-11-24T12:00:00Z\", %s}"));
    List<ChainNote> verdict = recorded(said, chain);
    assertEquals(List.of(EntryKinds.DRILL_RUN), kinds(verdict));
    assertEquals("Aborted", verdict.get(0).content().get("verdict"));
    another(chain);
    assertEquals(List.of(), recorded(said, chain));
    drills = List.of(drill(run));
    another(chain);
    List<ChainNote> over = recorded(said, chain);
    assertEquals(List.of(EntryKinds.DRILL_ENDED), kinds(over));
    assertEquals("Returned", over.get(0).content().get("as"));
    another(chain);
    assertEquals(List.of(), recorded(said, chain));
    assertEquals(3, said.size());
  }

  @Test
  void aLiveDrillThatIsDeletedInTheMiddleEndsInTheChain() {
    chronicle.last(ASKED);
    NotesInForce chain = new NotesInForce();
    List<ChainNote> said = new ArrayList<>();
    drills = List.of(drill("live: {phase: Moving, began: \"2026-11-24T12:00:00Z\", %s}"));
    recorded(said, chain);
    drills = List.of();
    another(chain);
    List<ChainNote> over = recorded(said, chain);
    assertEquals(List.of(EntryKinds.DRILL_ENDED), kinds(over));
    assertEquals("Deleted", over.get(0).content().get("as"));
    assertEquals(List.of(), recorded(said, chain));
  }

  private static ResilienceDrill drill(String status) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: ResilienceDrill
        metadata: {name: d, uid: u}
        spec: {scope: {site: s-a}, mode: Live}
        status: {%s}
        """
            .formatted(status.formatted("cause: Once, scope: site s-a, zones: [a], workloads: []")),
        ResilienceDrill.class);
  }

  /** A pass whose entries come to the chain. */
  private List<ChainNote> recorded(List<ChainNote> said, NotesInForce chain) {
    List<ChainNote> notes = pass(ASKED, WAIVER).stream().filter(NotesInForce::isOfDrill).toList();
    notes.forEach(note -> comes(note, said, chain));
    return notes;
  }

  private static void comes(ChainNote note, List<ChainNote> said, NotesInForce chain) {
    said.add(note);
    chain.take(
        ChainLine.read(
            CanonicalJson.text(
                Map.of(
                    "kind",
                    note.kind(),
                    "sequence",
                    (long) said.size(),
                    "previous",
                    "sha256:0",
                    "content",
                    note.content()))));
  }

  /** Another process writes from here on, and knows what is in the chain. */
  private void another(NotesInForce chain) {
    chronicle = new PassNotes(Duration.ofDays(365));
    chronicle.last(ASKED);
    chronicle.carriesOn(chain.notes(), ASKED);
  }

  private static final String GLASS =
      "by=anne; zone=fr-a; from=2026-12-01T00:00:00Z; until=2026-12-03T00:00:00Z; reason=Martin"
          + " asks for it";

  private String annotations = "";
  private String zone = "fr-a";
  private String salt = "";
  private SignatureCheck signatures = SignatureCheck.NOT_ASKED;

  /** Opened, used, not countersigned in time, countersigned late, over: each step once. */
  @Test
  void eachStepOfBreakGlassIsRecordedOnceWhoeverLeads() {
    chronicle.last(BEGIN);
    NotesInForce chain = new NotesInForce();
    List<ChainNote> said = new ArrayList<>();
    signed(GLASS, null);
    List<ChainNote> opened = glass(BEGIN, said, chain);
    assertEquals(List.of(EntryKinds.BREAK_GLASS_OPENED), kinds(opened));
    Map<String, String> content = opened.get(0).content();
    assertEquals("web", content.get("workload"));
    assertEquals("u-1", content.get("uid"));
    assertEquals("fr-a", content.get("zone"));
    assertEquals("2026-12-03T00:00:00Z", content.get("until"));
    assertEquals("person-4", content.get("openedBy"));
    assertFalse(content.toString().matches("(?s).*(anne|Martin).*"), content.toString());
    assertEquals(List.of(), glass(BEGIN.plusSeconds(60), said, chain));
    another(chain);
    assertEquals(List.of(), glass(BEGIN.plusSeconds(90), said, chain), "who takes over goes on");

    Instant late = BEGIN.plus(Duration.ofHours(24));
    assertEquals(List.of(EntryKinds.BREAK_GLASS_UNSIGNED), kinds(glass(late, said, chain)));
    another(chain);
    assertEquals(List.of(), glass(late.plusSeconds(1), said, chain));

    signed(GLASS, "bernard");
    List<ChainNote> countersigned = glass(late.plusSeconds(2), said, chain);
    assertEquals(List.of(EntryKinds.BREAK_GLASS_COUNTERSIGNED), kinds(countersigned));
    assertEquals("person-7", countersigned.get(0).content().get("countersignedBy"));
    another(chain);
    assertEquals(List.of(), glass(late.plusSeconds(3), said, chain));

    List<ChainNote> over = glass(BEGIN.plus(Duration.ofHours(48)), said, chain);
    assertEquals(List.of(EntryKinds.BREAK_GLASS_ENDED), kinds(over));
    assertEquals("Expired", over.get(0).content().get("as"));
    assertEquals(List.of(), chain.notes(), "nothing of it stands");
    another(chain);
    assertEquals(List.of(), glass(BEGIN.plus(Duration.ofHours(49)), said, chain));
    assertEquals(4, said.size());
  }

  @Test
  void breakGlassThatIsRemovedOrReplacedHasEnded() {
    for (boolean restarted : List.of(false, true)) {
      chronicle = new PassNotes(Duration.ofDays(365));
      chronicle.last(BEGIN);
      NotesInForce chain = new NotesInForce();
      List<ChainNote> said = new ArrayList<>();
      signed(GLASS, null);
      glass(BEGIN, said, chain);
      if (restarted) {
        another(chain);
      }
      signed(GLASS.replace("until=2026-12-03", "until=2026-12-02"), null);
      List<ChainNote> replaced = glass(BEGIN.plusSeconds(60), said, chain);
      assertEquals(
          List.of(
              EntryKinds.BREAK_GLASS_UNSIGNED,
              EntryKinds.BREAK_GLASS_ENDED,
              EntryKinds.BREAK_GLASS_OPENED),
          kinds(replaced),
          "nobody gets around the second signature by writing anew");
      assertEquals("Replaced", only(replaced, EntryKinds.BREAK_GLASS_ENDED).content().get("as"));
      if (restarted) {
        another(chain);
      }
      annotations = "";
      List<ChainNote> removed = glass(BEGIN.plusSeconds(120), said, chain);
      assertEquals(
          List.of(EntryKinds.BREAK_GLASS_UNSIGNED, EntryKinds.BREAK_GLASS_ENDED), kinds(removed));
      assertEquals("Removed", removed.get(1).content().get("as"));
      assertEquals(List.of(), glass(BEGIN.plusSeconds(180), said, chain));
    }
  }

  @Test
  void whatTwoPeopleSignedOrHadNotBegunEndsWithoutViolation() {
    NotesInForce chain = new NotesInForce();
    List<ChainNote> said = new ArrayList<>();
    chronicle.last(BEGIN);
    signed(GLASS, null);
    Instant early = BEGIN.minusSeconds(60);
    assertEquals(List.of(EntryKinds.BREAK_GLASS_OPENED), kinds(glass(early, said, chain)));
    annotations = "";
    assertEquals(
        List.of(EntryKinds.BREAK_GLASS_ENDED), kinds(glass(early.plusSeconds(1), said, chain)));
    signed(GLASS, "bernard");
    glass(BEGIN, said, chain);
    annotations = "";
    assertEquals(
        List.of(EntryKinds.BREAK_GLASS_ENDED), kinds(glass(BEGIN.plusSeconds(1), said, chain)));
  }

  /** Who takes the second signature away makes no violation of what two people signed. */
  @Test
  void signatureThatIsTakenBackIsAWithdrawal() {
    for (boolean restarted : List.of(false, true)) {
      chronicle = new PassNotes(Duration.ofDays(365));
      chronicle.last(BEGIN);
      NotesInForce chain = new NotesInForce();
      List<ChainNote> said = new ArrayList<>();
      signed(GLASS, "bernard");
      glass(BEGIN, said, chain);
      signed(GLASS, null);
      List<ChainNote> withdrawn = glass(BEGIN.plusSeconds(60), said, chain);
      assertEquals(List.of(EntryKinds.BREAK_GLASS_WITHDRAWN), kinds(withdrawn));
      assertEquals("person-7", withdrawn.get(0).content().get("countersignedBy"));
      if (restarted) {
        another(chain);
      }
      assertEquals(List.of(), glass(BEGIN.plus(Duration.ofHours(25)), said, chain), "no Unsigned");
      signed(GLASS, "bernard");
      assertEquals(
          List.of(EntryKinds.BREAK_GLASS_COUNTERSIGNED),
          kinds(glass(BEGIN.plus(Duration.ofHours(26)), said, chain)));
      signed(GLASS, "eve");
      List<ChainNote> changed = glass(BEGIN.plus(Duration.ofHours(27)), said, chain);
      assertEquals(List.of(EntryKinds.BREAK_GLASS_COUNTERSIGNED), kinds(changed));
      assertEquals("person-3", changed.get(0).content().get("countersignedBy"));
      if (restarted) {
        another(chain);
      }
      assertEquals(List.of(), glass(BEGIN.plus(Duration.ofHours(28)), said, chain));
    }
  }

  /** Another person opens the same: the end of the one does not take the other out of the chain. */
  @Test
  void changeOfWhoOpenedItIsRecorded() {
    chronicle.last(BEGIN);
    NotesInForce chain = new NotesInForce();
    List<ChainNote> said = new ArrayList<>();
    signed(GLASS, null);
    glass(BEGIN, said, chain);
    signed(GLASS.replace("anne", "eve"), null);
    List<ChainNote> changed = glass(BEGIN.plusSeconds(60), said, chain);
    assertEquals(
        List.of(
            EntryKinds.BREAK_GLASS_UNSIGNED,
            EntryKinds.BREAK_GLASS_ENDED,
            EntryKinds.BREAK_GLASS_OPENED),
        kinds(changed));
    assertEquals(
        List.of("person-3"),
        chain.notes().stream().map(note -> note.content().get("openedBy")).toList());
    another(chain);
    assertEquals(List.of(), glass(BEGIN.plusSeconds(90), said, chain));
  }

  /** The salt is lost, or a build before had none: no violation, and no other signature. */
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "bernard")
  void newPseudonymOfTheSamePersonSaysNothing(@Nullable String second) {
    chronicle.last(BEGIN);
    NotesInForce chain = new NotesInForce();
    List<ChainNote> said = new ArrayList<>();
    signed(GLASS, second);
    glass(BEGIN, said, chain);
    int before = said.size();
    for (String lost : List.of("a", "b")) {
      salt = lost + "-";
      another(chain);
      assertEquals(List.of(), glass(BEGIN.plusSeconds(60), said, chain));
    }
    if (second == null) {
      signed(GLASS, "bernard");
      assertEquals(
          List.of(EntryKinds.BREAK_GLASS_COUNTERSIGNED),
          kinds(glass(BEGIN.plusSeconds(90), said, chain)));
      before++;
    }
    salt = "c-";
    another(chain);
    List<ChainNote> over = glass(BEGIN.plus(Duration.ofHours(48)), said, chain);
    assertEquals(List.of(EntryKinds.BREAK_GLASS_ENDED), kinds(over));
    assertEquals("Expired", over.get(0).content().get("as"));
    assertEquals(List.of(), chain.notes());
    assertEquals(before + 1, said.size());
  }

  @Test
  void zoneThatGoesAndReturnsEndsNoBreakGlass() {
    chronicle.last(BEGIN);
    NotesInForce chain = new NotesInForce();
    List<ChainNote> said = new ArrayList<>();
    signed(GLASS, null);
    glass(BEGIN, said, chain);
    zone = "fr-b";
    assertEquals(List.of(), glass(BEGIN.plusSeconds(60), said, chain));
    assertEquals(
        List.of(EntryKinds.BREAK_GLASS_UNSIGNED),
        kinds(glass(BEGIN.plus(Duration.ofHours(24)), said, chain)));
    zone = "fr-a";
    assertEquals(List.of(), glass(BEGIN.plus(Duration.ofHours(25)), said, chain));
  }

  /** The names in it may be invented: nothing is said of them, and nothing is taken back. */
  @Test
  void whatNobodyCheckedIsNotSaid() {
    chronicle.last(BEGIN);
    NotesInForce chain = new NotesInForce();
    List<ChainNote> said = new ArrayList<>();
    signed(GLASS, null);
    signatures = SignatureCheck.since(null);
    assertEquals(List.of(), glass(BEGIN, said, chain));
    signatures = SignatureCheck.NOT_ASKED;
    assertEquals(List.of(EntryKinds.BREAK_GLASS_OPENED), kinds(glass(BEGIN, said, chain)));
    signatures = SignatureCheck.since(null);
    assertEquals(List.of(), glass(BEGIN.plusSeconds(60), said, chain));
    another(chain);
    assertEquals(List.of(), glass(BEGIN.plusSeconds(90), said, chain));
    signatures = SignatureCheck.NOT_ASKED;
    assertEquals(List.of(), glass(BEGIN.plusSeconds(120), said, chain));
    signatures = SignatureCheck.since(null);
    annotations = "";
    assertEquals(
        List.of(EntryKinds.BREAK_GLASS_UNSIGNED, EntryKinds.BREAK_GLASS_ENDED),
        kinds(glass(BEGIN.plusSeconds(150), said, chain)));
  }

  @Test
  void whatRunsOnBreakGlassIsInTheChain() {
    chronicle.last(BEGIN);
    signed(GLASS, null);
    ChainNote used = only(pass(BEGIN, ""), EntryKinds.WAIVER_USED);
    assertEquals("placement.bleu.cloud/break-glass", used.content().get("waiver"));
    assertEquals("fr-a", used.content().get("zone"));
    assertEquals("CountryNotAccepted", used.content().get("code"));
    List<ChainNote> late = pass(BEGIN.plus(Duration.ofHours(24)), "");
    assertEquals(
        List.of(EntryKinds.BREAK_GLASS_UNSIGNED, EntryKinds.VIOLATION, EntryKinds.WAIVER_USE_ENDED),
        kinds(late).stream().sorted().toList());
  }

  private void signed(String opened, @Nullable String second) {
    annotations =
        ", annotations: {placement.bleu.cloud/break-glass: '"
            + opened
            + "'"
            + (second == null
                ? ""
                : ", placement.bleu.cloud/break-glass-countersigned: 'by="
                    + second
                    + "; signs: "
                    + opened
                    + "'")
            + "}";
  }

  /** What a pass has to say of break-glasses; all of it comes to the chain. */
  private List<ChainNote> glass(Instant now, List<ChainNote> said, NotesInForce chain) {
    List<ChainNote> notes = pass(now, "").stream().filter(NotesInForce::isOfBreakGlass).toList();
    notes.forEach(note -> comes(note, said, chain));
    return notes;
  }

  @Test
  void waiverIsApprovedInForceUsedAndExpired() {
    chronicle.last(ASKED);
    List<ChainNote> approved = pass(ASKED, WAIVER);
    assertEquals(List.of(EntryKinds.WAIVER_APPROVED), kinds(approved));
    Map<String, String> content = approved.get(0).content();
    assertEquals("abroad", content.get("policy"));
    assertEquals("place", content.get("rule"));
    assertEquals("web", content.get("workload"));
    assertEquals("all", content.get("zones"));
    assertEquals(BEGIN.toString(), content.get("from"));
    assertEquals(END.toString(), content.get("until"));
    assertEquals("person-4", content.get("requestedBy"));
    assertEquals("person-7", content.get("approvedBy"));
    // printf '%s' 'Jeanne Martin comes back in January' | sha256sum
    assertEquals(
        "sha256:b0fd318c6283443a7102e5a75a1309d2d691daf3069d41a0254c3638cfd157f6",
        content.get("reason"));

    List<ChainNote> begun = pass(BEGIN, WAIVER);
    assertEquals(List.of(EntryKinds.WAIVER_IN_FORCE, EntryKinds.WAIVER_USED), kinds(begun));
    assertEquals(content, begun.get(0).content());
    assertEquals("fr-a", begun.get(1).content().get("zone"));
    assertEquals("CountryNotAccepted", begun.get(1).content().get("code"));
    assertEquals("w-1", begun.get(1).content().get("uid"));
    assertEquals(List.of(), pass(BEGIN.plusSeconds(60), WAIVER), "once");

    List<ChainNote> over = pass(END, WAIVER);
    assertEquals(
        List.of(EntryKinds.VIOLATION, EntryKinds.WAIVER_ENDED, EntryKinds.WAIVER_USE_ENDED),
        kinds(over));
    assertEquals("Expired", over.get(1).content().get("as"));
    Stream.of(approved, begun, over)
        .flatMap(List::stream)
        .forEach(
            n ->
                assertFalse(
                    n.toString().matches("(?s).*(anne|bernard|Martin).*"), "no names: " + n));
  }

  @Test
  void waiverThatIsDeletedInItsTimeHasEnded() {
    chronicle.last(BEGIN);
    pass(BEGIN, WAIVER);
    List<ChainNote> gone = pass(BEGIN.plusSeconds(60), "");
    assertTrue(kinds(gone).contains(EntryKinds.WAIVER_ENDED), gone.toString());
    assertEquals("Deleted", ended(gone).content().get("as"));
    List<ChainNote> another = pass(BEGIN.plusSeconds(120), WAIVER.replace("w-1", "w-2"));
    assertTrue(kinds(another).contains(EntryKinds.WAIVER_IN_FORCE), another.toString());
    List<ChainNote> replaced = pass(BEGIN.plusSeconds(180), WAIVER.replace("w-1", "w-3"));
    assertEquals("Deleted", ended(replaced).content().get("as"), "another object of that name");
  }

  @Test
  void whatIsNotCommittedIsSaidAgainAndWhoBeginsSaysAll() {
    chronicle.last(BEGIN);
    List<ChainNote> first = look(BEGIN, WAIVER);
    assertEquals(first, look(BEGIN, WAIVER), "the commit failed");
    pass(BEGIN, WAIVER);
    assertEquals(List.of(), pass(BEGIN.plusSeconds(1), WAIVER));
    chronicle = new PassNotes(Duration.ofDays(365));
    chronicle.last(BEGIN);
    List<ChainNote> again = pass(BEGIN.plusSeconds(2), WAIVER);
    assertEquals(List.of(EntryKinds.WAIVER_IN_FORCE, EntryKinds.WAIVER_USED), kinds(again));
  }

  /** What the one before recorded, and what is found when the next begins. */
  @Test
  void whatEndedWhileNobodyRecordedSaysWhen() {
    chronicle.last(BEGIN);
    List<ChainNote> said = pass(BEGIN, WAIVER);
    assertEquals(List.of(EntryKinds.WAIVER_IN_FORCE, EntryKinds.WAIVER_USED), kinds(said));
    Instant last = BEGIN.plusSeconds(3600);

    // It is over: the day is known.
    List<ChainNote> expired = begins(said, last, END.plusSeconds(7200), WAIVER);
    assertEquals(END.toString(), ended(expired).content().get("ended"));
    assertEquals("Expired", ended(expired).content().get("as"));
    ChainNote use = only(expired, EntryKinds.WAIVER_USE_ENDED);
    assertEquals(last.toString(), use.content().get("endedAfter"));
    assertEquals(END.plusSeconds(7200).toString(), use.content().get("endedBy"));

    // It is gone before its end: the time in which is known.
    List<ChainNote> deleted = begins(said, last, last.plusSeconds(60), "");
    assertEquals("Deleted", ended(deleted).content().get("as"));
    assertEquals(last.toString(), ended(deleted).content().get("endedAfter"));
    assertEquals(last.plusSeconds(60).toString(), ended(deleted).content().get("endedBy"));
    assertEquals("person-7", ended(deleted).content().get("approvedBy"));

    // It is gone, and its end has passed: it did not count after its end.
    List<ChainNote> late = begins(said, last, END.plusSeconds(60), "");
    assertEquals(END.toString(), ended(late).content().get("endedBy"));

    // It is there as it was: nothing ended.
    List<ChainNote> same = begins(said, last, last.plusSeconds(60), WAIVER);
    assertEquals(List.of(EntryKinds.WAIVER_IN_FORCE, EntryKinds.WAIVER_USED), kinds(same));
    // What is said is said once.
    assertEquals(List.of(), pass(last.plusSeconds(120), WAIVER));
  }

  @Test
  void timeInWhichNobodyRecordedIsAGap() {
    chronicle = new PassNotes(Duration.ofMinutes(10));
    chronicle.last(BEGIN);
    assertEquals(
        List.of(),
        kinds(pass(BEGIN.plusSeconds(1200), "")).stream().filter(EntryKinds.GAP::equals).toList());
    ChainNote gap = only(pass(BEGIN.plusSeconds(2401), ""), EntryKinds.GAP);
    assertEquals(
        Map.of(
            "from", BEGIN.plusSeconds(1200).toString(), "to", BEGIN.plusSeconds(2401).toString()),
        gap.content());
  }

  private List<ChainNote> begins(List<ChainNote> said, Instant last, Instant now, String waiver) {
    chronicle = new PassNotes(Duration.ofDays(365));
    chronicle.last(last);
    chronicle.carriesOn(said, last);
    return pass(now, waiver);
  }

  private static ChainNote only(List<ChainNote> notes, String kind) {
    return notes.stream().filter(n -> n.kind().equals(kind)).findFirst().orElseThrow();
  }

  private static ChainNote ended(List<ChainNote> notes) {
    return notes.stream()
        .filter(n -> n.kind().equals(EntryKinds.WAIVER_ENDED))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> kinds(List<ChainNote> notes) {
    return notes.stream().map(ChainNote::kind).toList();
  }

  private List<ChainNote> pass(Instant now, String waiver) {
    List<ChainNote> notes = look(now, waiver);
    notes.forEach(note -> chronicle.committed(note, now));
    chronicle.end();
    return notes;
  }

  private List<ChainNote> look(Instant now, String waiver) {
    ApiObjects objects = objects(waiver, annotations, zone);
    Translation translation =
        EstateTranslator.translate(
            objects,
            now,
            Map.of(),
            ObservedState.UNBROKEN.checking(signatures),
            new TranslationMemory());
    Estate read = translation.estate();
    Estate estate =
        new Estate(
            now, read.providers(), read.zones(), read.workloads(), placements, read.roundTrips());
    Plan plan = Planner.plan(estate);
    Map<WorkloadId, List<WaiverUse>> uses = new HashMap<>();
    for (Workload workload : estate.workloads()) {
      Decision decision =
          plan.decisions().stream()
              .filter(d -> d.id().equals(workload.id()))
              .findFirst()
              .orElseThrow();
      uses.put(workload.id(), WaiverUse.of(workload, decision, estate));
    }
    placements =
        plan.decisions().stream()
            .filter(d -> !d.assignments().isEmpty())
            .map(d -> new Placement(d.id(), "u-1", d.assignments(), d.contingency(), 0))
            .toList();
    UnaryOperator<String> pseudonym = name -> "person-" + salt + name.length();
    BiPredicate<String, String> mayBe =
        (known, name) -> !known.startsWith("person-" + salt) || known.equals(pseudonym.apply(name));
    LifecycleNotes lives =
        new LifecycleNotes(
            new WaiverNotes(objects.waivers(), translation.waivers(), uses, pseudonym),
            new LiveDrillNotes(drills),
            new BreakGlassNotes(objects.workloads(), translation.breakGlass(), pseudonym, mayBe),
            new LingeringPods(List.of()));
    return chronicle.notes(estate, plan, lives, now);
  }

  private static ApiObjects objects(String waiver, String annotations, String zone) {
    String yaml =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: acme}
        spec:
          displayName: Acme
          legalEntity: {name: Acme, registeredOffice: FR, provenance: {basis: Contract, source: s, asOf: 2026-01-01}}
          offerings: [{name: base, layers: [CaaS], regions: [north]}]
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: ZONE}
        spec:
          provider: acme
          region: north
          site: site-a
          location: {country: FR, provenance: {basis: Contract, source: s, asOf: 2026-01-01}}
          offerings: [base]
          target: {nodeSelector: {zone: fr-a}}
          capacity: {cpu: 64, memory: 256Gi, pods: 500}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: abroad}
        spec:
          rules: [{name: place, rule: data-location, action: Enforce, parameters: {countries: [DE]}}]
          waivable: [place]
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: default, uid: u-1ANNOTATIONS}
        spec:
          replicas: 2
          dataClasses: [Ordinary]
          policies: [abroad]
          workload:
            deployment:
              template:
                spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Gi}}}]}
        ---
        """
                .replace("ANNOTATIONS", annotations)
                .replace("ZONE", zone)
            + waiver;
    return ManifestObjects.of(
            ManifestReader.read(
                List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
        .objects();
  }
}
