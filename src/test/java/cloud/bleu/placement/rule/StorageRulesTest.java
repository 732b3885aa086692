package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What data is written to: encryption and keys. */
class StorageRulesTest {

  private static Case claiming(String storageClass) {
    Case c = new Case();
    c.claims = List.of(new Closure.Claim(TemplatePart.claimTemplate("data"), storageClass));
    return c;
  }

  private static Case described(Boolean encrypted, Zone.KeyCustody custody) {
    Case c = claiming("fast");
    c.storage =
        new Zone.Storage(
            List.of(new Zone.StorageClass("fast", encrypted, custody)), List.of(), Case.SIGNED);
    return c;
  }

  @ParameterizedTest(name = "encrypted {0}, keys {1}: {2}, {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "true, CustomerExternal, Pass, Pass",
        "true, CustomerInProviderHSM, Pass, Reject KeyCustodyNotAccepted",
        "true, ThirdPartyEU, Pass, Reject KeyCustodyNotAccepted",
        "true, Provider, Pass, Reject KeyCustodyNotAccepted",
        "true, -, Pass, Unknown KeyCustodyUnknown",
        "false, -, Reject NotEncrypted, Reject NotEncrypted",
        "-, CustomerExternal, Unknown EncryptionUnknown, Pass",
        "-, -, Unknown EncryptionUnknown, Unknown KeyCustodyUnknown",
      })
  void table(Boolean encrypted, Zone.KeyCustody custody, String encryption, String keys) {
    Case c = described(encrypted, custody);
    assertEquals(encryption, c.ask(new EncryptedStorage()));
    assertEquals(keys, c.ask(new KeyCustody()));
  }

  @Test
  void aClassThatNobodyDescribesIsUnknown() {
    for (String storageClass : new String[] {"slow", "", null}) {
      Case c = claiming(storageClass);
      assertEquals("Unknown StorageClassUnknown", c.ask(new EncryptedStorage()));
      assertEquals("Unknown StorageClassUnknown", c.ask(new KeyCustody()));
    }
    Case c = claiming("fast");
    c.storage = null;
    assertEquals("Unknown StorageClassUnknown", c.ask(new EncryptedStorage()));
    assertEquals(Origin.Assumed, c.verdict(new EncryptedStorage()).origin());
  }

  @Test
  void everyClaimThatFailsIsNamed() {
    Case c = described(false, null);
    c.claims =
        List.of(
            new Closure.Claim(TemplatePart.claimTemplate("data"), "fast"),
            new Closure.Claim(TemplatePart.ephemeralVolume("scratch"), "fast"),
            new Closure.Claim(TemplatePart.nodeVolume("logs"), null));
    assertEquals(
        "class fast of claim template data, class fast of ephemeral volume scratch are not encrypted;"
            + " use a class that is",
        c.verdict(new EncryptedStorage()).message());
    c = claiming(null);
    assertEquals(
        "claim template data names no storage class; state the class in the template, and describe it"
            + " in spec.storage.classes of the zone",
        c.verdict(new KeyCustody()).message());
  }

  @Test
  void othersMayHoldTheKeysWhereThatIsAccepted() {
    Case c = described(true, Zone.KeyCustody.ThirdPartyEU);
    Object[] accept = {"accept", List.of("CustomerExternal", "ThirdPartyEU")};
    assertEquals("Pass", c.ask(new KeyCustody(), accept));
    assertEquals(List.of("3.3.2"), new KeyCustody().requirements(Case.parameters()));
    // A third party is not the customer: the identifier is dropped.
    assertEquals(List.of(), new KeyCustody().requirements(Case.parameters(accept)));
  }

  @Test
  void theBasisOfTheStorageIsTheOrigin() {
    for (Basis basis : Basis.values()) {
      Case c = claiming("fast");
      c.storage = new Zone.Storage(c.storage.classes(), List.of(), Case.dated(basis, "2026-01-01"));
      assertEquals(basis.origin(), c.verdict(new EncryptedStorage()).origin());
      assertEquals(basis.origin(), c.verdict(new KeyCustody()).origin());
    }
  }

  /** Of what no template describes it is not said that there is nothing. */
  @ParameterizedTest(name = "{0}, encrypted {1}, keys {2}: {3}, {4}")
  @CsvSource(
      nullValues = "-",
      value = {
        "Template, true, CustomerExternal, NotApplicable, NotApplicable",
        "AdmittedPods, true, CustomerExternal, NotEvaluated, NotEvaluated",
        "AdmittedPods, false, -, NotEvaluated, Unknown KeyCustodyUnknown",
        "AdmittedPods, true, Provider, NotEvaluated, Unknown KeyCustodyUnknown",
        "OthersPods, true, CustomerExternal, Unknown StorageUnseen, Unknown StorageUnseen",
        "External, true, CustomerExternal, NotEvaluated, NotEvaluated",
        "External, true, Provider, NotEvaluated, Unknown KeyCustodyUnknown",
        "External, false, -, Unknown EncryptionUnknown, Unknown KeyCustodyUnknown",
        "External, -, -, Unknown EncryptionUnknown, Unknown KeyCustodyUnknown",
      })
  void whatNoTemplateDescribes(
      Closure.Content content,
      Boolean encrypted,
      Zone.KeyCustody custody,
      String encryption,
      String keys) {
    Case c = described(encrypted, custody);
    c.claims = List.of();
    c.content = content;
    assertEquals(encryption, c.ask(new EncryptedStorage()));
    assertEquals(keys, c.ask(new KeyCustody()));
  }

  @Test
  void whereTheZoneDescribesNoStorageWhatIsRealisedElsewhereIsUnknown() {
    Case c = new Case();
    c.content = Closure.Content.External;
    c.storage = null;
    assertEquals("Unknown StorageClassUnknown", c.ask(new EncryptedStorage()));
    assertEquals(
        "it is not known what the workload writes to, and the zone describes no storage class; state"
            + " those of the zone in its spec.storage.classes",
        c.verdict(new KeyCustody()).message());
  }

  @Test
  void storageOfOtherKindsIsDescribedByNobody() {
    Case c = new Case();
    c.claims = List.of(new Closure.Claim(TemplatePart.otherVolume("share", "nfs"), null, true));
    for (ZoneRule rule : List.<ZoneRule>of(new EncryptedStorage(), new KeyCustody())) {
      assertEquals("Unknown StorageElsewhere", c.ask(rule));
      assertEquals(
          "volume share (nfs) is no claim but storage that no zone describes; use a claim of a class"
              + " that spec.storage.classes of the zone describes",
          c.verdict(rule).message());
    }
    c.claims =
        List.of(
            new Closure.Claim(TemplatePart.otherVolume("share", "nfs"), null, true),
            new Closure.Claim(TemplatePart.claimTemplate("data"), "slow"));
    assertEquals("Unknown StorageClassUnknown", c.ask(new EncryptedStorage()));
  }

  @Test
  void nothingClaimedNothingAsked() {
    assertEquals("NotApplicable", new Case().ask(new EncryptedStorage()));
    assertEquals("NotApplicable", new Case().ask(new KeyCustody()));
  }
}
