import js from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

export default tseslint.config(
    { ignores: ["node_modules/", ".sandbox/"] },
    js.configs.recommended,
    ...tseslint.configs.recommendedTypeChecked,
    {
        plugins: { "@pulumi": pulumi },
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
            "@pulumi/no-output-in-template-literal": "error",
            "@pulumi/no-output-instance-in-template-literal": "error",
            "@typescript-eslint/no-explicit-any": "error",
            "@typescript-eslint/consistent-type-imports": "error",
            // A Pulumi resource is created for its effect: `new` without a name for the result is ordinary here.
            "no-new": "off",
            "max-lines": ["error", { max: 300, skipBlankLines: false, skipComments: false }],
        },
    },
    {
        // Only the sandbox and the tools may look at the process environment; the program is configured by its stack file.
        files: ["index.ts", "config/**", "program/**", "components/**", "policies/**"],
        rules: {
            "no-restricted-properties": [
                "error",
                { object: "process", property: "env", message: "Configuration comes from the stack file." },
            ],
        },
    },
    { files: ["**/*.{js,cjs,mjs}"], ...tseslint.configs.disableTypeChecked },
    {
        // Plain JavaScript has no type information, which these rules need.
        files: ["**/*.{js,cjs,mjs}"],
        rules: {
            "@pulumi/no-output-in-template-literal": "off",
            "@pulumi/no-output-instance-in-template-literal": "off",
            "@typescript-eslint/no-require-imports": "off",
        },
    },
    {
        files: ["**/*.{js,cjs}"],
        languageOptions: {
            sourceType: "commonjs",
            globals: { require: "readonly", process: "readonly", console: "readonly", __dirname: "readonly" },
        },
    },
    {
        files: ["test/**"],
        rules: { "@typescript-eslint/no-unused-expressions": "off" },
    },
);
