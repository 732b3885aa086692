package cloud.bleu.placement.rule;

import cloud.bleu.placement.ForeignSuppliers;
import cloud.bleu.placement.Parameters;
import cloud.bleu.placement.Provider;
import cloud.bleu.placement.ProviderRule;
import cloud.bleu.placement.Verdict;
import java.util.List;

/**
 * No supplier that sits or is controlled outside the European Union has technical means to obtain
 * data of customers or technical data (SecNumCloud 19.6.c). The text forbids the access, not the
 * technology.
 */
public record SupplierAccess() implements ProviderRule {

  private static final ForeignSuppliers SUPPLIERS =
      new ForeignSuppliers("SupplierHasAccess", "SupplierAccessUnknown");

  private static final Declaration DECLARATION =
      new Declaration(
              "supplier-access",
              "No supplier from outside the European Union has technical means to obtain data.",
              List.of(),
              List.of("19.6.c"),
              SUPPLIERS.codes())
          .reading("CloudProvider.spec.suppliers");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public Verdict evaluate(Provider provider, Parameters parameters) {
    return SUPPLIERS.verdict(
        provider,
        supplier -> supplier.technicalAccess() == null ? null : !supplier.technicalAccess(),
        "can technically obtain data from outside the EU",
        "whether these suppliers can technically obtain data from outside the EU",
        "technicalAccess",
        "no supplier of provider "
            + provider.name()
            + " can technically obtain data from outside the EU");
  }
}
