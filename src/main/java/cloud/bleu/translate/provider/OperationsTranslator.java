package cloud.bleu.translate.provider;

import cloud.bleu.api.v1alpha1.Agreement;
import cloud.bleu.api.v1alpha1.CloudProviderSpec;
import cloud.bleu.api.v1alpha1.Operations;
import cloud.bleu.api.v1alpha1.Supplier;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.translate.finding.Facts;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a provider runs its services, with whom, and under which agreements it sells them. */
final class OperationsTranslator {
  private static final List<String> AUTONOMY =
      List.of("OwnSkills", "TwoSuppliers", "SupplierQualified", "None");
  private static final List<String> SUPPORT = List.of("None", "Listed", "Unrestricted");

  private OperationsTranslator() {}

  static List<Provider.Supplier> suppliers(CloudProviderSpec spec, Findings findings) {
    List<Provider.Supplier> suppliers = new ArrayList<>();
    int i = 0;
    for (Supplier s : spec.suppliers()) {
      String path = FieldPath.item("spec.suppliers", i++);
      suppliers.add(
          new Provider.Supplier(
              findings.label(path, s.name(), "name the supplier"),
              findings.country(path + ".country", s.country()),
              findings.country(path + ".controlledFrom", s.controlledFrom()),
              s.technicalAccess(),
              findings.oneOf(path + ".autonomy", s.autonomy(), AUTONOMY),
              Facts.provenance(s.provenance(), path + ".provenance", findings)));
    }
    return suppliers;
  }

  static Provider.@Nullable Operations operations(@Nullable Operations api, Findings findings) {
    if (api == null) {
      return null;
    }
    String path = "spec.operations";
    return new Provider.Operations(
        findings.areas(path + ".administrationFrom", api.administrationFrom()),
        findings.areas(path + ".supportFrom", api.supportFrom()),
        findings.oneOf(path + ".nonEUSupport", api.nonEUSupport(), SUPPORT),
        findings.areas(path + ".technicalDataIn", api.technicalDataIn()),
        Facts.provenance(api.provenance(), path + ".provenance", findings));
  }

  static Provider.@Nullable Agreement agreement(
      @Nullable Agreement api, String path, Findings findings) {
    if (api == null) {
      return null;
    }
    return new Provider.Agreement(
        api.reference() == null ? "" : api.reference(),
        findings.day(path + ".signedOn", api.signedOn()),
        api.statesQualifiedService(),
        api.subscriptions(),
        Facts.provenance(api.provenance(), path + ".provenance", findings));
  }
}
