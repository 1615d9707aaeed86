import java.io.FileInputStream;
import java.util.List;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** PDF files in; a line for each profile of each file, and one for each place that breaks a rule, out. */
class Validate {
    private static final List<PDFAFlavour> PROFILES = List.of(PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_2_A);

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files)
            try (FileInputStream stream = new FileInputStream(file);
                    PDFAParser parser = Foundries.defaultInstance().createParser(stream, PROFILES.get(0));
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(PROFILES)) {
                for (ValidationResult result : validator.validateAll(parser))
                    print(file, result);
            }
    }

    private static void print(String file, ValidationResult result) {
        String profile = result.getPDFAFlavour().getId();
        System.out.println(String.join("\t", file, profile, result.isCompliant() ? "passes" : "fails"));
        for (TestAssertion broken : result.getTestAssertions()) {
            String rule = broken.getRuleId().getClause() + "-" + broken.getRuleId().getTestNumber();
            String where = broken.getLocation().getContext();
            System.out.println(String.join("\t", file, profile, rule + ": " + broken.getMessage() + " At " + where));
        }
    }
}
